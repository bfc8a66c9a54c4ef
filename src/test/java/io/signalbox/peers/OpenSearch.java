package io.signalbox.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real OpenSearch on loopback, started once for all tests that ask. It needs a newer Java than we do, and is its vendor's package for tests,
 * without the security plugin.
 */
public final class OpenSearch {
    private static final int OLDEST_JAVA = 21;

    private final SearchServer server;

    private static final class Shared {
        private static final OpenSearch SERVER = new OpenSearch();
    }

    private OpenSearch() {
        server = SearchServer.start("opensearch", Map.of(), Map.of("OPENSEARCH_JAVA_HOME", java().toString(),
                "OPENSEARCH_JAVA_OPTS", "-Xms512m -Xmx512m"), null);
    }

    /** The one server of this JVM, ready for requests. */
    public static OpenSearch shared() {
        return Shared.SERVER;
    }

    /** Where it listens. */
    public String url() {
        return server.url();
    }

    /** Sends a request and returns the answer's body. */
    public String call(String method, String path, String body) throws IOException {
        return server.call(method, path, body);
    }

    private static Path java() {
        if (Runtime.version().feature() >= OLDEST_JAVA) {
            return Path.of(System.getProperty("java.home"));
        }
        Path all = Path.of("/usr/lib/jvm");
        try (Stream<Path> installed = Files.isDirectory(all) ? Files.list(all) : Stream.of()) {
            List<Path> newEnough = installed.filter(home -> version(home) >= OLDEST_JAVA)
                    .sorted(Comparator.comparingInt(OpenSearch::version)).toList();
            return newEnough.isEmpty()
                    ? Peer.missing("Java " + OLDEST_JAVA + " or newer, for OpenSearch, in /usr/lib/jvm")
                    : newEnough.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As its file {@code release} says it, or 0. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1")).mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return 0;
        }
    }
}
