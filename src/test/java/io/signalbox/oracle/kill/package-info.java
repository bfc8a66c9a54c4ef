/** How does a process die at a named instruction? By a Java agent that only tests give it; nothing in the application knows of it. */
package io.signalbox.oracle.kill;
