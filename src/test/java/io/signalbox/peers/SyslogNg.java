package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

/** A real syslog-ng of its own, on free loopback ports, that writes what it understood into a file. */
public final class SyslogNg implements SyslogServer {
    private final Path directory;
    private final Map<String, Integer> ports;
    private final Process process;

    /**
     * @param certificate
     *            of the TLS input, with its key, as PEM
     */
    public SyslogNg(Path directory, Path certificate, Path key) throws IOException {
        Path program = Peer.require("syslog-ng");
        this.directory = directory;
        ports = Map.of("udp", Peer.freeUdp(), "tcp", Peer.freeTcp(), "lines", Peer.freeTcp(), "tls", Peer.freeTcp());
        Path file = directory.resolve("syslog-ng.conf");
        Files.writeString(file,
                """
                        @version: 3.38
                        options { keep-hostname(yes); use-dns(no); dns-cache(no); stats-freq(0); log-msg-size(65536); };
                        source udp { syslog(transport("udp") ip("127.0.0.1") port(%1$d)); };
                        source tcp { syslog(transport("tcp") ip("127.0.0.1") port(%2$d));
                          network(transport("tcp") ip("127.0.0.1") port(%3$d) flags(syslog-protocol)); };
                        source tls { syslog(transport("tls") ip("127.0.0.1") port(%4$d)
                          tls(cert-file("%5$s") key-file("%6$s") peer-verify(optional-untrusted))); };
                        destination file { file("%7$s/received" frac-digits(6)
                          template("$SOURCE|pri=$PRI|time=$S_ISODATE|host=$HOST|app=$PROGRAM|msgid=${MSGID:--}|sd=${SDATA:--}|msg=$MSG\\n")); };
                        log { source(udp); source(tcp); source(tls); destination(file); };
                        """
                        .formatted(port("udp"), port("tcp"), port("lines"), port("tls"), certificate, key, directory));
        Path libraries = program.resolveSibling("../lib/syslog-ng").normalize();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-F", "--no-caps", "-f", file.toString(),
                "-R", directory.resolve("persist").toString(), "-c", directory.resolve("control").toString(),
                "-p", directory.resolve("syslog-ng.pid").toString(), "--module-path", modules(libraries).toString());
        // Debian installs either it or rsyslog, so it may lie where its libraries are not looked for.
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        process = builder.redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile()).start();
        Awaitility.await().until(() -> !process.isAlive() || listens());
        if (!process.isAlive()) {
            throw new IOException("syslog-ng ended: " + Files.readString(directory.resolve("said")));
        }
    }

    /** They are in a directory of the version's name. */
    private static Path modules(Path libraries) throws IOException {
        try (var versions = Files.list(libraries)) {
            return versions.filter(Files::isDirectory).findFirst().orElse(libraries);
        }
    }

    /** It opens its inputs one after another; TLS is the last. */
    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("tls"))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port(String protocol) {
        return ports.get(protocol);
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
