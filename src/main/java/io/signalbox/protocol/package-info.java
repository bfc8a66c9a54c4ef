/** The wire protocols: what an event looks like to each kind of backend, and what a backend's answer means. Next: the backend. */
package io.signalbox.protocol;
