package io.signalbox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * What does a route file say of a backend?
 *
 * @param name
 *            its route's id
 * @param kind
 *            its Kamelet, without {@code -sink}
 * @param title
 *            what the Kamelet calls the kind
 * @param bus
 *            what it subscribes to, such as {@code bus:alerting}
 */
record BackendFile(String name, String description, boolean enabled, String kind, String title, String bus) {
    private static final String KAMELET = "kamelet:";
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Those of all files of the routes folder, by file name. */
    static List<BackendFile> all(Settings settings) {
        Path folder = settings.routes().resolve("backends");
        List<BackendFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml")).sorted().toList()) {
                for (JsonNode item : YAML.readTree(file.toFile())) {
                    if (item.at("/route/from/uri").asText().startsWith("bus:")) {
                        found.add(of(item.get("route"), settings));
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw Unable.failed(folder + " can't be read: " + e.getMessage());
        }
    }

    private static BackendFile of(JsonNode route, Settings settings) throws IOException {
        String kamelet = route.findValuesAsText("uri").stream().filter(uri -> uri.startsWith(KAMELET)).findFirst()
                .map(uri -> uri.substring(KAMELET.length())).orElse("");
        Path file = settings.routes().resolve("kamelets").resolve(kamelet + ".kamelet.yaml");
        String title = Files.exists(file)
                ? YAML.readTree(file.toFile()).at("/spec/definition/title").asText()
                : "-";
        return new BackendFile(route.path("id").asText(), route.path("description").asText(),
                Boolean.parseBoolean(settings.filled(route.path("autoStartup").asText("true"))),
                kamelet.isEmpty() ? "-" : kamelet.replaceFirst("-sink$", ""), title, route.at("/from/uri").asText());
    }
}
