/** The wire formats and small protocols that Camel has no component for. Next: the world outside. */
package io.signalbox.protocol;
