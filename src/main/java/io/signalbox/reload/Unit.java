package io.signalbox.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is swapped at once? One route; or a whole file, where it holds something that makes routes without saying their names
 * ({@code rest}, {@code templatedRoute}).
 *
 * @param id
 *            the route's id; null for a file
 * @param madeOf
 *            all that the routes depend on: their own text, what the file says for each of its routes, the Kamelets, error handling
 * @param kamelets
 *            the Kamelets that it needs
 */
record Unit(String id, Path file, JsonNode text, List<Object> madeOf, Set<String> kamelets) {

    /** Under which it is known whatever it says: where a file is renamed, its routes stay what they are. */
    String key() {
        return id == null ? "file " + file : id;
    }

    boolean isLike(Unit other) {
        return other != null && Objects.equals(madeOf, other.madeOf);
    }

    /** What the route begins with, such as {@code bus:alerting}; empty for a file. */
    String from() {
        JsonNode from = text.path("from");
        return from.isTextual() ? from.asText() : from.path("uri").asText();
    }

    boolean isBackend() {
        return from().startsWith("bus:");
    }

    /** Whether this one sends to that one, both being routes that are called directly. */
    boolean calls(Unit other) {
        String name = other.from().replaceFirst("[?].*", "");
        return name.startsWith("direct:") && other != this
                && text.toString().matches(".*\"" + java.util.regex.Pattern.quote(name) + "[?\"].*");
    }
}
