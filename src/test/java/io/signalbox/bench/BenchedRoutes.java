package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which routes does an instance have that delivers to these backends only? The shipped ones, with one route file for each backend: the
 * shipped one, on, under a name of its own and without its throttle, for how fast a backend may be is not asked here.
 */
final class BenchedRoutes {
    /** Beyond all measure; Camel's throttler keeps an object for each, so no more than that. */
    private static final int BATCHES_A_SECOND = 10_000;
    private static final Path SHIPPED = Path.of("routes").toAbsolutePath();

    private BenchedRoutes() {
    }

    /**
     * @param kinds
     *            of the backends; one that comes twice is two backends
     * @return the directory of the routes, inside that one
     */
    static Path make(Path directory, List<String> kinds) throws IOException {
        Path routes = directory.resolve("routes");
        for (String part : List.of("kamelets", "sources/rest.camel.yaml", "intake.camel.yaml", "router.camel.yaml",
                "error-handling.camel.yaml")) {
            copy(part, routes);
        }
        Files.createDirectories(routes.resolve("backends"));
        for (int i = 0; i < kinds.size(); i++) {
            String name = kinds.get(i) + "-" + (i + 1);
            Files.writeString(routes.resolve("backends/" + name + ".camel.yaml"),
                    backend(kinds.get(i), name, Files.createDirectory(directory.resolve(name))));
        }
        return routes;
    }

    private static void copy(String part, Path routes) throws IOException {
        try (Stream<Path> all = Files.walk(SHIPPED.resolve(part))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(SHIPPED.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static String backend(String kind, String name, Path files) throws IOException {
        return Files.readString(SHIPPED.resolve("backends/" + kind + ".camel.yaml"))
                .replaceFirst("id: " + kind + "\n", "id: " + name + "\n")
                .replaceFirst("autoStartup: .*", "autoStartup: true")
                .replaceFirst("(throttle:\\s+expression:\\s+constant:) .*", "$1 " + BATCHES_A_SECOND)
                .replaceFirst(" directory: .*", " directory: \"" + files + "\"");
    }
}
