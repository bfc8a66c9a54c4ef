package io.signalbox.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Where do the null peers listen? They run in a process of their own, so that only the sender's time is counted. */
final class Peers implements AutoCloseable {
    /** By protocol: http, smtp, tcp and the others that {@link NullPeers} prints. */
    final Map<String, String> ports = new HashMap<>();
    private final Process process;

    Peers() throws IOException {
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), NullPeers.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var lines = process.inputReader();
        while (!ports.containsKey("ready")) {
            String[] pair = lines.readLine().split("=");
            ports.put(pair[0], pair[1]);
        }
    }

    int http() {
        return Integer.parseInt(ports.get("http"));
    }

    /** How many requests came by HTTP. */
    long requests() throws IOException {
        return count("/count/requests");
    }

    /** How many bytes came by TCP. */
    long bytes() throws IOException {
        return count("/count/bytes");
    }

    private long count(String path) throws IOException {
        try (RawHttp connection = new RawHttp(http())) {
            return Long.parseLong(connection.get(path));
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
