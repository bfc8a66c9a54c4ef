/** A bus that forgets everything when it stops: for tests, and for trying things out. */
package io.signalbox.bus.memory;
