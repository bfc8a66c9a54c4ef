package io.signalbox.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.explain.BackendText;
import io.signalbox.reload.RouteFiles;

/** Which of the route files does a test need? */
final class RouteTexts {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Map<Path, String> texts;
    private final Path folder;
    private final Map<String, Path> backends = new TreeMap<>();
    private final Map<String, JsonNode> sinks = new TreeMap<>();

    RouteTexts(Path folder) {
        this.folder = folder;
        this.texts = new RouteFiles(folder).read();
        BackendText.all(texts).forEach(backend -> backends.put(backend.name(), backend.file()));
        texts.forEach((file, text) -> {
            if (file.toString().endsWith(RouteFiles.KAMELET)) {
                JsonNode kamelet = read(text);
                sinks.put(kamelet.at("/metadata/name").asText(), kamelet.at("/spec/definition/properties"));
            }
        });
    }

    private static JsonNode read(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            // Of a file that can't be read, validate says why.
            return YAML.createArrayNode();
        }
    }

    String text(Path file) {
        return texts.get(file);
    }

    /** The backends' files, by their names. */
    Map<String, Path> backends() {
        return backends;
    }

    /** The properties of the Kamelets, by their names. */
    Map<String, JsonNode> sinks() {
        return sinks;
    }

    /** What a failure means. */
    List<Path> errorHandling() {
        return files("routeConfiguration", "");
    }

    /** Intake, router, and what other routes send to: what begins at direct:, but for sources. */
    List<Path> corridor() {
        return files("route", "direct:");
    }

    private List<Path> files(String kind, String from) {
        List<Path> files = new ArrayList<>();
        texts.forEach((file, text) -> {
            if (file.toString().endsWith(RouteFiles.ROUTES) && !file.startsWith(folder.resolve("sources"))) {
                for (JsonNode item : read(text)) {
                    if (item.has(kind) && !files.contains(file)
                            && item.path(kind).at("/from/uri").asText().startsWith(from)) {
                        files.add(file);
                    }
                }
            }
        });
        return files;
    }
}
