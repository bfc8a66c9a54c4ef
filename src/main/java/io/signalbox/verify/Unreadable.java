package io.signalbox.verify;

/** A file of tests can't be understood; the message begins with the place. */
public final class Unreadable extends Exception {
    private final int line;

    Unreadable(String file, int line, String message) {
        super(file + ":" + line + ": " + message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }
}
