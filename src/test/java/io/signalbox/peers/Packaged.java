package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;

/** Signalbox as it is packaged, as a process of its own, with a data directory of its own, on a free loopback port. */
public final class Packaged implements AutoCloseable {
    public final int port;
    /** A process that lives for seconds is sooner ready, and takes half of the time, where Java does not compile everything twice. */
    public static final String SOON_READY = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final Map<String, String> environment;
    private final Path jar;
    private final HttpClient http = HttpClient.newHttpClient();
    private UnaryOperator<List<String>> command = java -> java;
    private Process process;

    /**
     * @param folder
     *            holds its data and its log
     * @param environment
     *            what it is told besides; {@code JAVA_OPTS} are Java's, instead of {@link #SOON_READY}
     */
    public Packaged(Path folder, Map<String, String> environment) throws IOException {
        this(folder, environment, Path.of("target/quarkus-app/quarkus-run.jar"));
    }

    /** Another build of it. */
    public Packaged(Path folder, Map<String, String> environment, Path jar) throws IOException {
        this.folder = folder;
        this.environment = environment;
        this.jar = jar;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    /** Lets another command start it, which becomes it. */
    public Packaged under(UnaryOperator<List<String>> newCommand) {
        command = newCommand;
        return this;
    }

    /** Starts it; it is ready when this returns. */
    public Packaged start() throws IOException {
        launch();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || ready());
        if (!process.isAlive()) {
            throw new IOException("Signalbox ended: " + log());
        }
        return this;
    }

    /** Starts it, whatever comes of it. */
    public Process launch() throws IOException {
        List<String> java = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
                        "-XX:+UseSerialGC"));
        Arrays.stream(environment.getOrDefault("JAVA_OPTS", SOON_READY).split(" ")).filter(each -> !each.isBlank())
                .forEach(java::add);
        java.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command.apply(java));
        builder.environment().put("SIGNALBOX_DATA", data().toString());
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        return process;
    }

    private boolean ready() {
        try {
            return get("/q/health/ready").contains("UP");
        } catch (IOException e) {
            return false;
        }
    }

    public Path data() {
        return folder.resolve("data");
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** How much memory it has had at most. */
    public long megabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst().orElseThrow() / 1024;
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Takes its life without a word, as the kernel does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    public String get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    public String post(String contentType, HttpRequest.BodyPublisher body) throws IOException {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/events")).header("Content-Type", contentType).POST(body).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Asks it to stop, and waits. */
    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
