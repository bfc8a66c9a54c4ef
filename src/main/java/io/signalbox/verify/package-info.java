/** Verify: do the routes keep the promises of the tests beside them? Asked of a copy of the routes, with answers where the network would be. */
package io.signalbox.verify;
