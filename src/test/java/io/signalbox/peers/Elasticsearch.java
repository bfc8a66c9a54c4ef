package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A real Elasticsearch on loopback, started once for all tests that ask, in a directory of its own, and stopped with the JVM.
 *
 * <p>
 * The build unpacks it into {@code target/elasticsearch}. It is its vendor's package for tests, with few modules: no {@code GET /}, but
 * security. It refuses to run as root, so root runs it as somebody else.
 */
public final class Elasticsearch {
    public static final String USERNAME = "ops";
    public static final String PASSWORD = "c0ntinuum&co";
    /** bcrypt of {@link #PASSWORD}; as a file, the user costs no start of a tool. */
    private static final String PASSWORD_HASH = "$2a$10$tlwTtv.xSLwWeFbnlPfckOIxZjwxiS9Ao/gZ5cnzGu/P51Gnp82fW";
    private static final String NOBODY = "65534";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final Process process;
    private final String url;

    private static final class Shared {
        private static final Elasticsearch SERVER = start();
    }

    /** The one server of this JVM, ready for requests. */
    public static Elasticsearch shared() {
        if (!Files.isExecutable(unpacked().resolve("bin/elasticsearch"))) {
            Peer.missing("Elasticsearch in target/elasticsearch (./mvnw pre-integration-test unpacks it)");
        }
        return Shared.SERVER;
    }

    /** Where it listens. */
    public String url() {
        return url;
    }

    /** Sends a request as a user who may do all, and returns the answer's body. */
    public String call(String method, String path, String body) throws IOException {
        String basic = Base64.getEncoder()
                .encodeToString((USERNAME + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + basic).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Elasticsearch(Path directory, Process process, String url) {
        this.directory = directory;
        this.process = process;
        this.url = url;
    }

    private static Path unpacked() {
        return Path.of("target/elasticsearch").resolve("elasticsearch-" + System.getProperty("elasticsearch.version"));
    }

    private static Elasticsearch start() {
        try {
            int port = freePort();
            Path directory = Files.createTempDirectory("signalbox-elasticsearch");
            Path home = directory.resolve("home");
            run("cp", "-R", unpacked().toString(), home.toString());
            Files.writeString(home.resolve("config/elasticsearch.yml"), """
                    http.port: %d
                    transport.port: %d
                    network.host: 127.0.0.1
                    discovery.type: single-node
                    xpack.security.enabled: true
                    xpack.security.authc.api_key.enabled: true
                    """.formatted(port, freePort()));
            Files.writeString(home.resolve("config/users"), USERNAME + ":" + PASSWORD_HASH + "\n");
            Files.writeString(home.resolve("config/users_roles"), "superuser:" + USERNAME + "\n");

            List<String> command = new ArrayList<>();
            if (isRoot()) {
                run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
                command.addAll(List.of(Peer.require("setpriv").toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY,
                        "--clear-groups"));
            }
            command.add(home.resolve("bin/elasticsearch").toString());
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile());
            builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("ES_JAVA_OPTS", "-Xms512m -Xmx512m");
            builder.environment().put("HOME", home.toString());
            Elasticsearch server = new Elasticsearch(directory, builder.start(), "http://127.0.0.1:" + port);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("Elasticsearch can't be started", e);
        }
    }

    private void awaitReady() throws IOException {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(120)).ignoreExceptions()
                    .failFast(() -> !process.isAlive())
                    .until(() -> call("GET", "/_cluster/health", "").contains("\"status\":\"green\""));
        } catch (RuntimeException e) {
            throw new IllegalStateException("Elasticsearch doesn't get ready: "
                    + Files.readString(directory.resolve("log")), e);
        }
    }

    /** The script starts the server as a process of its own, and may have to be stopped first. */
    private void stop() {
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        processes.forEach(ProcessHandle::destroy);
        processes.forEach(one -> {
            try {
                one.onExit().get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                one.destroyForcibly();
            }
        });
        try {
            run("rm", "-rf", directory.toString());
        } catch (IOException e) {
            System.err.println(directory + " is left behind: " + e);
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
