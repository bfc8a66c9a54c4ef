package io.signalbox.verify;

/** A file of tests can't be understood. */
public final class Unreadable extends Exception {
    private final int line;

    Unreadable(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }
}
