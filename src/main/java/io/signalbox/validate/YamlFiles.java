package io.signalbox.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Which YAML files does a folder hold, and what is in them? Links are followed, but not in circles. */
public final class YamlFiles {
    /** The text of a file that has none, before the reason; it is no YAML, and so keeps the folder from being taken over. */
    static final String UNREAD = "\0";
    private static final long MOST_BYTES = 16L << 20;

    private YamlFiles() {
    }

    /** In the order of their paths; those of its sub-directories too. */
    public static List<Path> in(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && isYaml(file)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            // What lies in a circle, or leads nowhere, is no file; what is gone again will not be missed.
                            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException
                                    && !file.equals(folder)) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        // Kubernetes keeps the real files in ..2026_11_21_…, and editors their drafts in .name.swp.
        return !file.toString().contains("/..") && !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    /** The text of a file, or why there is none. */
    static String text(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return UNREAD + "the file has " + (Files.size(file) >> 20)
                    + " MB; expected a configuration, which has less than "
                    + (MOST_BYTES >> 20);
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (AccessDeniedException e) {
            return UNREAD + "the file may not be read by " + System.getProperty("user.name")
                    + "; expected one that may, or none";
        }
    }
}
