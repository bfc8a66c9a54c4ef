package io.signalbox.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A search server on loopback, in a directory of its own, stopped with the JVM: what Elasticsearch and OpenSearch have in common.
 *
 * <p>
 * The build unpacks them into {@code target}. They are their vendors' packages for tests, with few modules. They refuse to run as root, so
 * root runs them as somebody else.
 */
final class SearchServer {
    private static final String NOBODY = "65534";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final Process process;
    private final String url;
    private final String authorization;

    /**
     * Starts one.
     *
     * @param name
     *            {@code elasticsearch}, which is also what its directory and its program are called
     * @param configuration
     *            by file below {@code config}; ports and addresses are added to {@code NAME.yml}
     * @param authorization
     *            the header for {@link #call}, or null
     */
    static SearchServer start(String name, Map<String, String> configuration, Map<String, String> environment,
            String authorization) {
        Path unpacked = Path.of("target", name, name + "-" + System.getProperty(name + ".version"));
        if (!Files.isExecutable(unpacked.resolve("bin").resolve(name))) {
            Peer.missing(name + " in target/" + name + " (./mvnw pre-integration-test unpacks it)");
        }
        try {
            int port = Peer.freeTcp();
            Path directory = Files.createTempDirectory("signalbox-" + name);
            Path home = directory.resolve("home");
            run("cp", "-R", unpacked.toString(), home.toString());
            for (Map.Entry<String, String> file : configuration.entrySet()) {
                Files.writeString(home.resolve("config").resolve(file.getKey()), file.getValue());
            }
            Path main = home.resolve("config/" + name + ".yml");
            Files.writeString(main, """
                    http.port: %d
                    transport.port: %d
                    network.host: 127.0.0.1
                    discovery.type: single-node
                    %s""".formatted(port, Peer.freeTcp(), configuration.getOrDefault(name + ".yml", "")));

            List<String> command = new ArrayList<>();
            if (isRoot()) {
                run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
                command.addAll(List.of(Peer.require("setpriv").toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY,
                        "--clear-groups"));
            }
            command.add(home.resolve("bin").resolve(name).toString());
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile());
            builder.environment().putAll(environment);
            builder.environment().put("HOME", home.toString());
            SearchServer server = new SearchServer(directory, builder.start(), "http://127.0.0.1:" + port,
                    authorization);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(name + " can't be started", e);
        }
    }

    private SearchServer(Path directory, Process process, String url, String authorization) {
        this.directory = directory;
        this.process = process;
        this.url = url;
        this.authorization = authorization;
    }

    String url() {
        return url;
    }

    /** Sends a request as a user who may do all, and returns the answer's body. */
    String call(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void awaitReady() throws IOException {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(180)).ignoreExceptions()
                    .failFast(() -> !process.isAlive())
                    .until(() -> call("GET", "/_cluster/health", "").contains("\"status\":\"green\""));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The search server doesn't get ready: " + Files.readString(directory.resolve("log")), e);
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
}
