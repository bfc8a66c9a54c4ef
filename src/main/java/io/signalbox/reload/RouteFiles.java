package io.signalbox.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.signalbox.validate.Validation;
import io.signalbox.validate.YamlFiles;

/**
 * What do the files in the routes folder say now? They are looked at, each of them: a watch on the folder would not see a Kubernetes
 * ConfigMap, which swaps a link.
 */
public final class RouteFiles {
    public static final String ROUTES = ".camel.yaml";
    public static final String KAMELET = ".kamelet.yaml";

    private final Path folder;

    public RouteFiles(Path folder) {
        this.folder = folder;
    }

    /** The text of each route file and Kamelet, by its path. */
    public Map<Path, String> read() {
        return routes(all());
    }

    static Map<Path, String> routes(Map<String, String> all) {
        Map<Path, String> texts = new TreeMap<>();
        all.forEach((file, text) -> {
            if (isRoutes(file)) {
                texts.put(Path.of(file), text);
            }
        });
        return texts;
    }

    static boolean isRoutes(String file) {
        return file.endsWith(ROUTES) || file.endsWith(KAMELET);
    }

    /** The text of every YAML file: devices, profiles and tests too. */
    Map<String, String> all() {
        return Validation.read(folder);
    }

    /** Says something else as soon as any file is another one, or was written. */
    List<Object> stamp() {
        List<Object> stamp = new ArrayList<>();
        try {
            for (Path file : YamlFiles.in(folder)) {
                String name = file.toString();
                if (isRoutes(name)) {
                    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                    stamp.add(List.of(name, now.size(), now.lastModifiedTime(), String.valueOf(now.fileKey())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stamp;
    }
}
