package io.signalbox.reload;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Which texts do the routes run by, and since when?
 *
 * @param number
 *            counted from 1 since the process began
 * @param origin
 *            why they were taken: {@code start}, {@code files}, {@code asked}, {@code rollback to generation 3}
 * @param added
 *            files that the generation before did not have
 * @param routes
 *            the routes that were added, replaced or taken away for it; the others went on
 */
public record Generation(int number, String hash, Instant at, String origin, List<Path> added, List<Path> changed,
        List<Path> removed, List<String> routes, Map<Path, String> texts) {
    private static final int HASH_BYTES = 8;

    static Generation first(Map<Path, String> texts) {
        return new Generation(1, hash(texts), Instant.now(), "start", List.of(), List.of(), List.of(), List.of(),
                texts);
    }

    Generation next(Map<Path, String> texts, String origin, List<String> routes) {
        return new Generation(number + 1, hash(texts), Instant.now(), origin, added(texts), changed(texts),
                removed(texts), routes, texts);
    }

    /** The files that only the others have. */
    List<Path> added(Map<Path, String> others) {
        return others.keySet().stream().filter(file -> !texts.containsKey(file)).toList();
    }

    /** The files that say something else there. */
    List<Path> changed(Map<Path, String> others) {
        return others.keySet().stream()
                .filter(file -> texts.containsKey(file) && !texts.get(file).equals(others.get(file))).toList();
    }

    /** The files that the others do not have. */
    List<Path> removed(Map<Path, String> others) {
        return texts.keySet().stream().filter(file -> !others.containsKey(file)).toList();
    }

    /** The same for the same files with the same texts. */
    static String hash(Map<Path, String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = new ArrayList<>(texts.keySet());
            files.sort(null);
            for (Path file : files) {
                for (String part : List.of(file.toString(), texts.get(file))) {
                    digest.update(part.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
