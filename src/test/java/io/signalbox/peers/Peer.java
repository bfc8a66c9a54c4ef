package io.signalbox.peers;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Is a real peer there to test with? Without it a test is skipped; with {@code SIGNALBOX_PEERS=required} it fails. */
public final class Peer {
    private Peer() {
    }

    /** The path of a binary. */
    public static Path require(String binary) {
        Stream<String> folders = Stream.concat(Stream.of(System.getenv("PATH").split(":")),
                List.of("/usr/sbin", "/usr/local/sbin", "/sbin").stream());
        for (String folder : folders.toList()) {
            Path path = Path.of(folder, binary);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        if ("required".equals(System.getenv("SIGNALBOX_PEERS"))) {
            return fail(binary + " is not installed, and SIGNALBOX_PEERS=required");
        }
        return abort(binary + " is not installed");
    }
}
