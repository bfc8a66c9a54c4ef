package io.signalbox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What do {@code application.properties} here and the environment say, without the application being started? */
final class Settings {
    private static final int BELOW_THE_ENVIRONMENT = 260;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^:}?]+)(?::([^}]*))?}}");

    private final SmallRyeConfig config;

    Settings() {
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources()
                    .withProfile("prod");
            Path file = Path.of("application.properties");
            if (Files.exists(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), BELOW_THE_ENVIRONMENT));
            }
            config = builder.build();
        } catch (IOException e) {
            throw Unable.failed("application.properties can't be read: " + e.getMessage());
        }
    }

    /** The value of a property, or the other one where it is not set. */
    String value(String name, String otherwise) {
        return config.getOptionalValue(name, String.class).orElse(otherwise);
    }

    Path routes() {
        return Path.of(value("signalbox.routes.dir", "routes"));
    }

    /** A text of a route with the values of its <code>{{placeholders}}</code>. */
    String filled(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
                value(found.group(1).strip(), found.group(2) == null ? "" : found.group(2))));
    }
}
