package io.signalbox.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Where is a program that a test needs as its peer? Where it isn't, the test is skipped; with {@code SIGNALBOX_PEERS=required} in the
 * environment it fails.
 */
public final class Peer {
    /** The last is where .ci/run unpacks what Debian won't install beside rsyslog. */
    private static final List<String> ALSO_IN = List.of("/usr/local/sbin", "/usr/sbin", "/sbin",
            "/opt/syslog-ng/usr/sbin");

    private Peer() {
    }

    /** The program's path. */
    public static Path require(String binary) {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), ALSO_IN.stream())
                .map(directory -> Path.of(directory, binary)).filter(Files::isExecutable).findFirst()
                .orElseGet(() -> missing(binary));
    }

    /** A port on loopback that nobody listens on, of TCP. */
    static int freeTcp() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port on loopback that nobody listens on, of UDP. */
    static int freeUdp() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a peer as its operator would, or else as a power failure would. */
    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Says that a peer is not there, and never returns. */
    static <T> T missing(String what) {
        if ("required".equals(System.getenv("SIGNALBOX_PEERS"))) {
            Assertions.fail(what + " is not installed, and SIGNALBOX_PEERS=required");
        }
        Assumptions.abort(what + " is not installed");
        throw new AssertionError();
    }
}
