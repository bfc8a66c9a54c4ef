package io.signalbox.validate;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What does a placeholder stand for? Answered as the application would: the environment wins over the file of properties. */
public final class Settings {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:[^}]*)?}");
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 250;

    private final SmallRyeConfig config;
    private final Map<String, String> environment;
    private final String file;
    private final String text;

    private Settings(String file, String text, Map<String, String> environment, SmallRyeConfig config) {
        this.file = file;
        this.text = text;
        this.environment = environment;
        this.config = config;
    }

    private static SmallRyeConfig config(String file, String text, Map<String, String> environment) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> map = new HashMap<>();
        properties.forEach((name, value) -> map.put(name.toString(), value.toString()));
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("prod")
                .withSources(new PropertiesConfigSource(map, file, FILE), new EnvConfigSource(environment, ENVIRONMENT))
                .build();
    }

    /** @param file the application's properties; one that is not there has none */
    public static Settings of(Path file, Map<String, String> environment) {
        return of(file.toString(), text(file), environment);
    }

    static Settings of(String file, String text, Map<String, String> environment) {
        return new Settings(file, text, environment, config(file, text, environment));
    }

    /** What they stand for in the application that runs, whatever the file says by now. */
    public static Settings running(SmallRyeConfig config, Path file, Map<String, String> environment) {
        return new Settings(file.toString(), text(file), environment, config);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A property's value, or null where there is none, or where it is made of an environment variable that is not set. */
    public String value(String name) {
        try {
            String value = config.getConfigValue(name).getValue();
            return value == null && environment.containsKey(name) ? environment.get(name) : value;
        } catch (NoSuchElementException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether anybody says anything of a property, whatever becomes of it. */
    boolean isKnown(String name) {
        return config.getRawValue(name) != null || environment.containsKey(name);
    }

    /** The environment variables that a text with placeholders is made of, and which are not set. */
    List<String> unset(String text) {
        List<String> unset = new ArrayList<>();
        for (Placeholder placeholder : placeholders(text)) {
            String raw = placeholder.environment()
                    ? "${" + placeholder.name() + "}"
                    : config.getRawValue(placeholder.name());
            Matcher matcher = VARIABLE.matcher(raw == null ? "" : raw);
            while (matcher.find()) {
                if (environment.getOrDefault(matcher.group(1), "").isEmpty()) {
                    unset.add(matcher.group(1));
                }
            }
            if (raw == null || raw.isEmpty()) {
                unset.add(placeholder.name().toUpperCase().replaceAll("[^A-Z0-9]", "_"));
            }
        }
        return unset;
    }

    /** A text with its placeholders filled in, or null where one of them stands for nothing. */
    String resolve(String text) {
        StringBuilder resolved = new StringBuilder();
        int from = 0;
        for (Placeholder placeholder : placeholders(text)) {
            String value = value(placeholder);
            if (value == null) {
                return null;
            }
            resolved.append(text, from, placeholder.start()).append(value);
            from = placeholder.end();
        }
        return resolved.append(text.substring(from)).toString();
    }

    String value(Placeholder placeholder) {
        String value = placeholder.environment() ? environment.get(placeholder.name()) : value(placeholder.name());
        return value != null ? value : placeholder.optional() ? "" : placeholder.otherwise();
    }

    static List<Placeholder> placeholders(String text) {
        List<Placeholder> placeholders = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            placeholders.add(Placeholder.parse(matcher.group(1), matcher.start(), matcher.end()));
        }
        return placeholders;
    }

    /** The lines of the file of properties. */
    List<String> lines() {
        return text.lines().toList();
    }

    String file() {
        return file;
    }
}
