package io.signalbox.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Which routes do the texts of a generation describe, and of what is each made? Comments, and where in a file a route stands, count for nothing. */
final class Described {
    private static final YAMLMapper YAML = new YAMLMapper();
    /** What is said for all routes of all files. */
    private static final Set<String> FOR_ALL = Set.of("routeConfiguration", "beans", "restConfiguration",
            "routeTemplate", "dataFormats");
    /** What is said for the routes of its own file. */
    private static final Set<String> FOR_THE_FILE = Set.of("onException", "onCompletion", "errorHandler", "intercept",
            "interceptFrom", "interceptSendToEndpoint");

    private final Map<Path, String> texts;
    private final Map<Path, JsonNode> read = new HashMap<>();
    private final Map<String, Path> kameletFiles = new TreeMap<>();
    private final Map<String, JsonNode> kamelets = new TreeMap<>();
    private final List<JsonNode> forAll = new ArrayList<>();
    private final Map<String, Unit> units = new LinkedHashMap<>();

    Described(Map<Path, String> texts) {
        this(texts, null);
    }

    /** @param before what runs, or null; what says the same is not read again */
    Described(Map<Path, String> texts, Described before) {
        this.texts = texts;
        texts.forEach((file, text) -> read.put(file,
                before != null && text.equals(before.texts.get(file)) ? before.read.get(file) : read(text)));
        Map<Path, JsonNode> files = new TreeMap<>();
        texts.forEach((file, text) -> {
            String name = file.getFileName().toString();
            if (name.endsWith(RouteFiles.KAMELET)) {
                kamelets.put(name.substring(0, name.length() - RouteFiles.KAMELET.length()), read.get(file));
                kameletFiles.put(name.substring(0, name.length() - RouteFiles.KAMELET.length()), file);
            } else {
                files.put(file, read.get(file));
            }
        });
        files.values().forEach(file -> file.forEach(item -> {
            if (isOneOf(FOR_ALL, item)) {
                forAll.add(item);
            }
        }));
        files.forEach(this::describe);
    }

    /** What is no YAML, which can only be what ran before anybody checked it, is like nothing else. */
    private static JsonNode read(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            return JsonNodeFactory.instance.arrayNode().add(text);
        }
    }

    private static boolean isOneOf(Set<String> kinds, JsonNode item) {
        return item.properties().stream().anyMatch(member -> kinds.contains(member.getKey()));
    }

    private void describe(Path file, JsonNode items) {
        List<JsonNode> routes = new ArrayList<>();
        List<JsonNode> forThese = new ArrayList<>();
        boolean whole = false;
        for (JsonNode item : items) {
            if (item.at("/route/id").isTextual()) {
                routes.add(item.get("route"));
            } else if (isOneOf(FOR_THE_FILE, item)) {
                forThese.add(item);
            } else {
                whole |= !isOneOf(FOR_ALL, item);
            }
        }
        if (whole) {
            add(null, file, items, List.of(items));
        } else {
            routes.forEach(route -> add(route.get("id").asText(), file, route, List.of(route, forThese)));
        }
    }

    private void add(String id, Path file, JsonNode text, List<Object> own) {
        Set<String> used = new TreeSet<>();
        uses(text, used);
        List<Object> madeOf = new ArrayList<>(own);
        madeOf.add(forAll);
        used.forEach(kamelet -> madeOf.add(kamelets.get(kamelet)));
        Unit unit = new Unit(id, file, text, madeOf, used);
        units.put(unit.key(), unit);
    }

    /** Kamelets may use others. */
    private void uses(JsonNode text, Set<String> used) {
        String words = text.toString();
        kamelets.forEach((name, kamelet) -> {
            if (words.contains(name) && !used.contains(name)
                    && Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])").matcher(words).find()) {
                used.add(name);
                uses(kamelet, used);
            }
        });
    }

    /** The routes, and files, by their keys. */
    Map<String, Unit> units() {
        return units;
    }

    /** What is said for all routes. */
    List<JsonNode> forAll() {
        return forAll;
    }

    JsonNode kamelet(String name) {
        return kamelets.get(name);
    }

    /** The names of all Kamelets. */
    Set<String> kamelets() {
        return kamelets.keySet();
    }

    Path fileOf(String kamelet) {
        return kameletFiles.get(kamelet);
    }

    Map<Path, String> texts() {
        return texts;
    }
}
