package io.signalbox.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** Net-SNMP's receiver of traps, as Debian packages it, on a free loopback port; it knows our MIB and writes a line for each value. */
public final class Snmptrapd implements AutoCloseable {
    public final int port;
    private final Path log;
    private final Process process;

    public Snmptrapd(Path folder, String users) throws IOException {
        this(folder, users, freePort());
    }

    /**
     * @param users
     *            lines of its configuration
     */
    public Snmptrapd(Path folder, String users, int port) throws IOException {
        Path program = Peer.require("snmptrapd");
        this.port = port;
        log = folder.resolve("snmptrapd.log");
        Path configuration = Files.writeString(folder.resolve("snmptrapd.conf"), users);
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-f", "-n", "-Lf", log.toString(), "-C", "-c",
                configuration.toString(), "-M", "docs", "-m", "SIGNALBOX-MIB", "-p",
                folder.resolve("snmptrapd.pid").toString(), "-F", "TRAP\\n%v\\n", "udp:127.0.0.1:" + port);
        builder.environment().put("SNMP_PERSISTENT_DIR",
                Files.createDirectories(folder.resolve("snmptrapd")).toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("snmptrapd.said").toFile());
        process = builder.start();
        Awaitility.await().until(() -> !process.isAlive() || said().contains("NET-SNMP version"));
        if (!process.isAlive()) {
            throw new IOException("snmptrapd ended: " + said());
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private String said() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The traps so far, each with its values by the names of the MIB: {@code sbEventId.0 = STRING: e-1}. */
    public List<String> traps() throws IOException {
        return List.of(said().split("(?m)^TRAP$")).stream().skip(1).map(trap -> trap.replace("SIGNALBOX-MIB::", ""))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
