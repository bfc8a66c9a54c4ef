/** Reload: a saved route file takes effect at once, and a bad one changes nothing. */
package io.signalbox.reload;
