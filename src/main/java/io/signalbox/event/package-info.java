/** The event: what it is, how any accepted form becomes one, and what the catalogue fills in. Next: {@code bus}. */
package io.signalbox.event;
