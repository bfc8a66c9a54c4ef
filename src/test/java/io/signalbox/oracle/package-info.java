/** Is anything lost that was accepted? A sender whose obligations begin at our 2xx, backends that fail, kills at every instruction that matters, and a judge. */
package io.signalbox.oracle;
