package io.signalbox.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Which backends does another program's file describe: LNMT's {@code connectors:} in YAML, or Wafer's list of integrations in JSON? */
final class ImportReader {
    private static final Set<String> KNOWN = Set.of("type", "name", "enabled", "filters", "rate_limit", "config",
            "headers", "auth");
    private static final int TLS_FROM_THE_FIRST_BYTE = 465;

    private final List<String> notes = new ArrayList<>();
    private final List<Imported> backends = new ArrayList<>();

    private ImportReader() {
    }

    /** JSON is YAML too. */
    static Imported.All read(String text) {
        try {
            ImportReader reader = new ImportReader();
            JsonNode root = new YAMLMapper().readTree(text);
            if (root.path("connectors").isObject()) {
                root.path("connectors").properties()
                        .forEach(connector -> reader.add(connector.getKey(), connector.getValue(),
                                connector.getValue()));
            } else if (root.isArray()) {
                root.forEach(item -> reader.add(item.path("name").asText(item.path("type").asText()), item,
                        item.path("config")));
            } else {
                throw Unable.usage("expected LNMT's \"connectors:\" in YAML, or Wafer's list of integrations in JSON");
            }
            return new Imported.All(reader.backends, reader.notes);
        } catch (IOException e) {
            throw Unable.usage("this is neither YAML nor JSON: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private void add(String theirName, JsonNode item, JsonNode config) {
        String type = item.path("type").asText();
        String name = theirName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        ImportKind kind = ImportKind.of(type);
        if (kind == null) {
            notes.add(theirName + " is left out: there is no sink for the type \"" + type + "\"");
            return;
        }
        Map<String, String> values = new LinkedHashMap<>(kind.fixed());
        config.properties().forEach(field -> take(theirName, kind, field.getKey(), field.getValue(), config, values));
        config.path("auth").properties()
                .forEach(field -> take(theirName, kind, "auth." + field.getKey(), field.getValue(), config, values));
        Set<String> secrets = new HashSet<>(kind.secrets());
        headers(config.path("headers"), values);
        if (config.path("headers").properties().stream()
                .noneMatch(header -> isSecret(header.getKey(), header.getValue().asText()))) {
            secrets.remove("headers");
        }
        JsonNode limit = item.path("rate_limit");
        backends.add(new Imported(name, kind.kamelet(), item.path("enabled").asBoolean(true), filters(item),
                limit.path("max_per_window").asInt(0), limit.path("window").asInt(3_600), values, secrets));
    }

    private void take(String name, ImportKind kind, String key, JsonNode value, JsonNode config,
            Map<String, String> values) {
        String ours = kind.names().get(key);
        if (ours != null) {
            values.put(ours, converted(ours, value, config));
        } else if (!KNOWN.contains(key) && !key.equals("auth.type")) {
            notes.add(name + ": " + key + " is not taken over");
        }
    }

    private static String converted(String ours, JsonNode value, JsonNode config) {
        if (value.isArray()) {
            List<String> words = new ArrayList<>();
            value.forEach(word -> words.add(word.asText()));
            return String.join(",", words);
        }
        return switch (ours) {
            case "responseTimeout" -> Math.round(value.asDouble() * 1_000) + "ms";
            case "encryption" -> !value.asBoolean()
                    ? "none"
                    : config.path("smtp_port").asInt() == TLS_FROM_THE_FIRST_BYTE ? "tls" : "starttls";
            case "delimiter" -> switch (value.asText()) {
                case "," -> "comma";
                case ";" -> "semicolon";
                case "\t" -> "tab";
                case "|" -> "pipe";
                default -> value.asText();
            };
            default -> value.asText();
        };
    }

    /** What is a reference to the environment already may stay where it is. */
    private static boolean isSecret(String header, String value) {
        return header.toLowerCase(Locale.ROOT).matches("(?!authorization$).*(key|token|secret|auth|cookie).*")
                && !value.matches("[^$]*\\$\\{[^}]+}");
    }

    /** Who it is that asks has a property of its own. */
    private static void headers(JsonNode headers, Map<String, String> values) {
        List<String> others = new ArrayList<>();
        headers.properties().forEach(header -> {
            String value = header.getValue().asText();
            if (header.getKey().equalsIgnoreCase("Authorization") && value.startsWith("Bearer ")) {
                values.putIfAbsent("token", value.substring("Bearer ".length()));
            } else if (!header.getKey().equalsIgnoreCase("Content-Type")) {
                others.add(header.getKey() + ": " + value);
            }
        });
        if (!others.isEmpty()) {
            values.put("headers", String.join(", ", others));
        }
    }

    private static Map<String, String> filters(JsonNode item) {
        Map<String, String> filters = new LinkedHashMap<>();
        JsonNode theirs = item.path("filters");
        if (theirs.has("min_level")) {
            filters.put("minSeverity", theirs.path("min_level").asText());
        }
        if (!theirs.path("event_types").isEmpty()) {
            filters.put("types", converted("types", theirs.path("event_types"), theirs));
        }
        if (!theirs.path("required_tags").isEmpty()) {
            filters.put("requiredTags", converted("requiredTags", theirs.path("required_tags"), theirs));
        }
        return filters;
    }
}
