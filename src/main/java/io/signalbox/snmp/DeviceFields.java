package io.signalbox.snmp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What do the fields of one device say, its own and those that all devices share? */
final class DeviceFields {
    static final List<String> NAMES = List.of("host", "port", "version", "community", "user", "authProtocol",
            "authPassword", "privProtocol", "privPassword", "context", "profile", "interval", "timeout", "retries",
            "failuresUntilOffline", "maxRepetitions", "maxRequests", "tags", "location", "department", "model");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");

    private final String file;
    private final Yaml item;
    private final String id;
    private final Map<String, Yaml> all;
    private final UnaryOperator<String> settings;
    private final Set<String> profiles;
    private final List<Mistake> warnings;

    DeviceFields(String file, Yaml item, String id, Map<String, Yaml> all, UnaryOperator<String> settings,
            Set<String> profiles, List<Mistake> warnings) {
        this.file = file;
        this.item = item;
        this.id = id;
        this.all = all;
        this.settings = settings;
        this.profiles = profiles;
        this.warnings = warnings;
    }

    Device device() {
        String host = text("host", null);
        if (host == null && item.isMap() && !all.containsKey("host")) {
            item.mistake("device \"" + id + "\" has no \"host\"; expected a name or an address");
        }
        Integer port = whole("port", 161, 1, 65_535);
        Access access = access();
        String profile = text("profile", null);
        if (!all.containsKey("profile")) {
            item.mistake("device \"" + id + "\" has no \"profile\"; expected one of " + String.join(", ", profiles));
        } else if (profile != null && !profiles.contains(profile)) {
            all.get("profile").mistake("there is no profile \"" + profile + "\"; expected one of "
                    + String.join(", ", profiles) + Nearest.question(profile, profiles));
        }
        Duration interval = duration("interval", Duration.ofSeconds(60), Duration.ofMillis(100));
        Duration timeout = duration("timeout", Duration.ofSeconds(2), Duration.ofMillis(50));
        Integer retries = whole("retries", 1, 0, 10);
        Integer failures = whole("failuresUntilOffline", 3, 1, 1000);
        Integer repetitions = whole("maxRepetitions", 10, 1, 100);
        Integer requests = whole("maxRequests", 100, 1, 10_000);
        String name = text("name", id);
        List<String> tags = tags();
        String location = text("location", null);
        String department = text("department", null);
        String model = text("model", null);
        if (host == null || port == null || access == null || interval == null || timeout == null || retries == null
                || failures == null || repetitions == null || requests == null) {
            return null;
        }
        return new Device(id, name, host, port, access, profile, interval, timeout, retries, failures, repetitions,
                requests, tags, location, department, model);
    }

    private Access access() {
        String version = word("version", List.of("1", "2c", "3"), "2c");
        if (version == null) {
            return null;
        }
        if (!version.equals("3")) {
            return new Access(version, secret("community", "public"), null, null, null, null, null, null);
        }
        String user = text("user", null);
        if (!all.containsKey("user")) {
            item.mistake("device \"" + id + "\" has no \"user\"; expected one, as its version is 3");
        }
        String auth = word("authProtocol", V3.AUTHENTICATION, null);
        String priv = word("privProtocol", V3.PRIVACY, null);
        String authPassword = password("authPassword", auth, "authProtocol");
        String privPassword = password("privPassword", priv, "privProtocol");
        if (priv != null && auth == null) {
            all.get("privProtocol")
                    .mistake("privProtocol is given without authProtocol; expected both, or only the latter");
        }
        return new Access(version, null, user, auth, authPassword, priv, privPassword, text("context", ""));
    }

    private String password(String field, String protocol, String needed) {
        if (protocol == null) {
            return null;
        }
        if (!all.containsKey(field)) {
            item.mistake("device \"" + id + "\" has no \"" + field + "\"; expected one beside " + needed);
            return null;
        }
        String password = secret(field, null);
        if (password != null && password.length() < 8) {
            all.get(field).mistake(field + " is shorter than 8 characters; expected 8 or more (RFC 3414, 11.2)");
            return null;
        }
        return password;
    }

    private String secret(String field, String harmless) {
        Yaml yaml = all.get(field);
        if (yaml == null) {
            return harmless;
        }
        String written = yaml.text(field);
        if (written != null && !REFERENCE.matcher(written).find() && !written.equals(harmless)) {
            warnings.add(new Mistake(file, yaml.line(), 1, "device \"" + id + "\": " + field
                    + " is written in the file; expected ${AN_ENVIRONMENT_VARIABLE}, so that the file holds no secret"));
        }
        return text(field, harmless);
    }

    private String word(String field, List<String> words, String otherwise) {
        String text = text(field, otherwise);
        if (text == null) {
            return null;
        }
        for (String word : words) {
            if (word.equalsIgnoreCase(text.replace("-", ""))) {
                return word;
            }
        }
        all.get(field).mistake(field + " is \"" + text + "\"; expected one of " + String.join(", ", words)
                + Nearest.question(text, words));
        return null;
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        if (all.containsKey("tags")) {
            for (Yaml tag : all.get("tags").items()) {
                String text = resolved(tag, "tags");
                if (text != null) {
                    tags.add(text);
                }
            }
        }
        return List.copyOf(tags);
    }

    private Integer whole(String field, int otherwise, int least, int most) {
        String text = text(field, Integer.toString(otherwise));
        return text == null ? null : all.getOrDefault(field, item).whole(field, text, least, most);
    }

    private Duration duration(String field, Duration otherwise, Duration least) {
        if (!all.containsKey(field)) {
            return otherwise;
        }
        String text = text(field, null);
        return text == null ? null : all.get(field).duration(field, text, least);
    }

    private String text(String field, String otherwise) {
        return all.containsKey(field) ? resolved(all.get(field), field) : otherwise;
    }

    private String resolved(Yaml yaml, String field) {
        String text = yaml.text(field);
        if (text == null) {
            return null;
        }
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String value = settings.apply(reference.group(1));
            if (value == null && reference.group(2) == null) {
                yaml.mistake(field + " refers to ${" + reference.group(1)
                        + "}, which is not set; expected an environment variable or a property of that name");
                return null;
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? reference.group(2) : value));
        }
        return reference.appendTail(resolved).toString();
    }
}
