package io.signalbox.cli;

import java.io.Console;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Does a person look at what is printed? */
@RegisterForReflection(targets = Console.class) // asked for a method that not every Java has
final class Terminal {
    private Terminal() {
    }

    /** Java 22 and later have a console everywhere, and a method that says whether it is a terminal. */
    static boolean isThere() {
        Console console = System.console();
        try {
            return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
