package io.signalbox.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** Net-SNMP's agent, as Debian packages it, on a free loopback port that it keeps while it is unplugged. */
public final class Snmpd {
    public final int port;
    private final Path program;
    private final Path folder;
    private final Path configuration;
    private Process process;

    public Snmpd(Path folder) throws IOException {
        this.program = Peer.require("snmpd");
        this.folder = folder;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configuration = Files.writeString(folder.resolve("snmpd.conf"), """
                agentAddress udp:127.0.0.1:%d
                rocommunity public 127.0.0.1
                createUser signalbox SHA-256 authentication AES encryption
                rouser signalbox priv
                """.formatted(port));
    }

    /** Starts it; it answers when this returns. */
    public void plug() throws IOException {
        Path state = Files.createDirectories(folder.resolve("snmpd"));
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-f", "-Lo", "-C", "-c",
                configuration.toString(), "-I",
                "-smux", "-p", folder.resolve("snmpd.pid").toString());
        builder.environment().put("SNMP_PERSISTENT_DIR", state.toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("snmpd.log").toFile());
        process = builder.start();
        Awaitility.await().until(() -> Files.readString(folder.resolve("snmpd.log")).contains("NET-SNMP version"));
    }

    /** Takes it away at once. */
    public void unplug() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
