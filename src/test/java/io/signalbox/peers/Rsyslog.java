package io.signalbox.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;

/** A real rsyslogd of its own, on free loopback ports, that writes what it understood into a file. */
public final class Rsyslog implements SyslogServer {
    private final Path directory;
    private final Process process;
    public final int udp = Peer.freeUdp();
    public final int tcp = Peer.freeTcp();
    public final int tls = Peer.freeTcp();

    /**
     * @param certificate
     *            of the TLS input, with its key, as PEM
     */
    public Rsyslog(Path directory, Path certificate, Path key) throws IOException {
        this(directory,
                """
                        global(workDirectory="%1$s" maxMessageSize="64k" defaultNetstreamDriver="gtls" net.enableDNS="off"
                          defaultNetstreamDriverCAFile="%2$s" defaultNetstreamDriverCertFile="%2$s" defaultNetstreamDriverKeyFile="%3$s")
                        module(load="imudp") module(load="imtcp")
                        template(name="all" type="string" string="%%inputname%%|pri=%%pri%%|time=%%timereported:::date-rfc3339%%|host=%%hostname%%|app=%%app-name%%|msgid=%%msgid%%|sd=%%structured-data%%|msg=%%msg%%\\n")
                        ruleset(name="r") { action(type="omfile" file="%1$s/received" template="all") }
                        input(type="imudp" address="127.0.0.1" port="%4$d" ruleset="r" name="udp")
                        input(type="imtcp" address="127.0.0.1" port="%5$d" ruleset="r" name="tcp")
                        input(type="imtcp" address="127.0.0.1" port="%6$d" ruleset="r" name="tls" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
                        """,
                certificate, key);
    }

    /** With a configuration of the test's own, in which the same places stand for directory, certificate, key and ports. */
    public Rsyslog(Path directory, String configuration, Path certificate, Path key) throws IOException {
        Path program = Peer.require("rsyslogd");
        this.directory = directory;
        Path file = directory.resolve("rsyslog.conf");
        Files.writeString(file, configuration.formatted(directory, certificate, key, udp, tcp, tls));
        process = new ProcessBuilder(program.toString(), "-n", "-f", file.toString(), "-i",
                directory.resolve("rsyslogd.pid").toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        Awaitility.await().until(() -> !process.isAlive() || Files.exists(directory.resolve("rsyslogd.pid")));
        if (!process.isAlive()) {
            throw new IOException("rsyslogd ended: " + Files.readString(directory.resolve("said")));
        }
    }

    @Override
    public int port(String protocol) {
        return switch (protocol) {
            case "udp" -> udp;
            case "tcp", "lines" -> tcp;
            case "tls" -> tls;
            default -> throw new IllegalArgumentException(protocol);
        };
    }

    @Override
    public List<String> received() throws IOException {
        Path file = directory.resolve("received");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public void close() throws InterruptedException {
        Peer.end(process);
    }
}
