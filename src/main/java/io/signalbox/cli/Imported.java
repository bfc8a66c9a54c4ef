package io.signalbox.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What does an imported backend become? A route file, which holds no value of its own, and the properties that it names.
 *
 * @param filters
 *            parameters of its subscription
 * @param most
 *            how many events in {@code windowSeconds} at the most; 0 for any number
 * @param values
 *            properties of its Kamelet
 * @param secrets
 *            which of these are secret
 */
record Imported(String name, String kamelet, boolean enabled, Map<String, String> filters, int most, int windowSeconds,
        Map<String, String> values, Set<String> secrets) {

    /** The route file. */
    String route(String origin) {
        StringBuilder yaml = new StringBuilder("""
                # %1$s: taken over from %2$s. Its values stand in application.properties, under its name.
                - route:
                    id: %1$s
                    description: Sends events by the sink %3$s (taken over from %2$s).
                    autoStartup: "{{%1$s.enabled:false}}"
                    from:
                      uri: bus:all
                """.formatted(name, origin, kamelet.replaceFirst("-sink$", "")));
        Map<String, String> subscription = new LinkedHashMap<>(filters);
        if (most > 0) {
            // What is too much is counted up, and told in one message.
            subscription.put("overflow", "digest");
        }
        if (!subscription.isEmpty()) {
            yaml.append("      parameters:\n");
            subscription.forEach((key, value) -> yaml.append("        ").append(key).append(": ").append(value)
                    .append('\n'));
        }
        yaml.append("      steps:\n");
        if (most > 0) {
            yaml.append("""
                            - throttle:
                                expression:
                                  constant: "%d"
                                timePeriodMillis: "%d"
                                rejectExecution: true
                    """.formatted(most, windowSeconds * 1_000L));
        }
        yaml.append("        - to:\n            uri: kamelet:").append(kamelet).append("\n            parameters:\n");
        values.keySet().forEach(key -> yaml.append("              ").append(key).append(": \"RAW({{").append(name)
                .append('.').append(kebab(key)).append(":}})\"\n"));
        return yaml.toString();
    }

    /** Its properties; a secret is a reference to the environment. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(name + ".enabled", String.valueOf(enabled));
        values.forEach((key, value) -> properties.put(name + "." + kebab(key),
                secrets.contains(key) && !isReference(value) ? "${" + variable(key) + ":}" : value));
        return properties;
    }

    /** The secrets by the names of the environment variables that must hold them. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        secrets.stream().filter(key -> values.containsKey(key) && !isReference(values.get(key)))
                .forEach(key -> environment.put(variable(key), values.get(key)));
        return environment;
    }

    /** The environment variables that it refers to, its own and those that the original named. */
    Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>();
        var reference = java.util.regex.Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)[:}]");
        properties().values().forEach(value -> {
            var found = reference.matcher(value);
            while (found.find()) {
                variables.add(found.group(1));
            }
        });
        return variables;
    }

    private static boolean isReference(String value) {
        return value.matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?}");
    }

    private String variable(String key) {
        return (name + "-" + kebab(key)).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The same under another name. */
    Imported named(String other) {
        return new Imported(other, kamelet, enabled, filters, most, windowSeconds, values, secrets);
    }

    /** What was found in a file. */
    record All(List<Imported> backends, List<String> notes) {
    }
}
