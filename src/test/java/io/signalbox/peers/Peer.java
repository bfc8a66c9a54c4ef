package io.signalbox.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Is a real peer installed here? Where {@code SIGNALBOX_PEERS=required}, its absence is a failure and not a skip. */
public final class Peer {
    private Peer() {
    }

    /** The path of a program, or else the test that asks is skipped or fails. */
    public static Path require(String binary) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String directory : path.split(File.pathSeparator)) {
            Path program = Path.of(directory, binary);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        if ("required".equals(System.getenv("SIGNALBOX_PEERS"))) {
            Assertions.fail(binary + " is not installed, and SIGNALBOX_PEERS=required");
        }
        Assumptions.abort(binary + " is not installed");
        return null;
    }
}
