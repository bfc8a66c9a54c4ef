package io.signalbox.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;

import redis.clients.jedis.Jedis;

/** A real Redis on loopback, with a password, that keeps what it was told in a directory of its own, so that it may be killed and started again. */
public final class Redis implements AutoCloseable {
    public static final String PASSWORD = "s3cret&more%2";

    private final Path directory;
    private final Path program = Peer.require("redis-server");
    public final int port = Peer.freeTcp();
    public final int tls = Peer.freeTcp();
    private Process process;

    /**
     * @param certificate
     *            of its TLS port, with its key, as PEM
     */
    public Redis(Path directory, Path certificate, Path key) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("redis.conf"), """
                bind 127.0.0.1
                port %d
                tls-port %d
                tls-cert-file %s
                tls-key-file %s
                tls-auth-clients no
                dir %s
                requirepass "%s"
                save ""
                appendonly yes
                appendfsync always
                """.formatted(port, tls, certificate, key, directory, PASSWORD));
        start();
    }

    /** Starts it, also again after {@link #kill}. */
    public void start() throws IOException {
        process = new ProcessBuilder(program.toString(), directory.resolve("redis.conf").toString())
                .redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().failFast(() -> !process.isAlive())
                    .until(() -> {
                        try (Jedis client = client()) {
                            return client.ping().equals("PONG");
                        }
                    });
        } catch (RuntimeException e) {
            throw new IOException("redis-server: " + Files.readString(directory.resolve("said")), e);
        }
    }

    /** Ends it as a power failure would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** A connection that may do all; the caller closes it. */
    public Jedis client() {
        Jedis client = new Jedis("127.0.0.1", port);
        client.auth(PASSWORD);
        return client;
    }

    @Override
    public void close() throws InterruptedException {
        Peer.end(process);
    }
}
