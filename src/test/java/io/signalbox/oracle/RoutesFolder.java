package io.signalbox.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Which routes does a packaged Signalbox run for the oracle? Its own front door, intake, router, error handling and Kamelets, and the oracle's backends. */
final class RoutesFolder {
    private final Path folder;

    RoutesFolder(Path folder) throws IOException {
        this.folder = folder;
        Path routes = Path.of("routes");
        for (String file : new String[]{"intake", "router", "error-handling", "sources/rest"}) {
            Path copy = folder.resolve(file + ".camel.yaml");
            Files.createDirectories(copy.getParent());
            Files.writeString(copy,
                    OracleRoutes.impatient(Files.readString(routes.resolve(file + ".camel.yaml"))));
        }
        Files.createDirectories(folder.resolve("backends"));
        Files.createDirectories(folder.resolve("kamelets"));
        try (Stream<Path> kamelets = Files.list(routes.resolve("kamelets"))) {
            for (Path kamelet : kamelets.toList()) {
                Files.copy(kamelet, folder.resolve("kamelets").resolve(kamelet.getFileName()));
            }
        }
    }

    Path path() {
        return folder;
    }

    /** Adds a backend; its subscription as {@code all?batchSize=20}, its Kamelet without {@code -sink}. */
    void backend(String name, String subscription, String kind, Map<String, String> properties) throws IOException {
        StringBuilder yaml = new StringBuilder(
                "# For the oracle.\n- route:\n    id: " + name + "\n    from:\n      uri: bus:"
                        + subscription + "\n      steps:\n        - to:\n            uri: kamelet:" + kind
                        + "-sink\n            parameters:\n");
        // As a setting with its value at hand: a secret that stands in a route is refused when it is reloaded.
        properties.forEach((property, value) -> yaml.append("              ").append(property).append(": \"RAW(")
                .append(value.contains("{") ? value : "{{oracle-" + name + "." + property + ":" + value + "}}")
                .append(")\"\n"));
        Files.writeString(file(name), yaml);
    }

    /** Adds a kind of backend, which is another with a throttle inside: {@code throttled-webhook} is {@code webhook} with one. */
    void throttled(String kind, int most, long periodMillis) throws IOException {
        String yaml = Files.readString(folder.resolve("kamelets/" + kind + "-sink.kamelet.yaml"));
        Files.writeString(folder.resolve("kamelets/throttled-" + kind + "-sink.kamelet.yaml"), yaml
                .replace("name: " + kind + "-sink", "name: throttled-" + kind + "-sink")
                .replace("uri: kamelet:source\n      steps:\n", "uri: kamelet:source\n      steps:\n"
                        + "        - throttle:\n            expression:\n              constant: " + most
                        + "\n            timePeriodMillis: " + periodMillis + "\n"));
    }

    Path file(String backend) {
        return folder.resolve("backends").resolve(backend + ".camel.yaml");
    }
}
