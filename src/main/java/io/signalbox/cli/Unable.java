package io.signalbox.cli;

import picocli.CommandLine.ExitCode;

/** A verb can't do what it was asked to; the message says why, and what would help. */
final class Unable extends RuntimeException {
    private final int exitCode;

    private Unable(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** Something was found to be wrong. */
    static Unable failed(String message) {
        return new Unable(ExitCode.SOFTWARE, message);
    }

    /** The verb was used in the wrong way. */
    static Unable usage(String message) {
        return new Unable(ExitCode.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
