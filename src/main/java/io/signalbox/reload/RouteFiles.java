package io.signalbox.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What do the files in the routes folder say now? They are read whole: a watch on the folder would not see a Kubernetes ConfigMap, which
 * swaps a link.
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
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(RouteFiles::isOurs).forEach(file -> texts.put(file, text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        // Kubernetes keeps the real files in ..2026_11_21_…, and editors their drafts in .name.swp: neither is a route.
        return !file.toString().contains("/..") && !name.startsWith(".")
                && (name.endsWith(ROUTES) || name.endsWith(KAMELET));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
