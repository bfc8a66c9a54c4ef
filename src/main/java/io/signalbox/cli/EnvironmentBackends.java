package io.signalbox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which backends does the environment bring along? {@code INTEGRATIONS_CONFIG} holds Wafer's list of integrations; its backends live as
 * long as this process, and its secrets are written nowhere.
 */
final class EnvironmentBackends {
    static final String VARIABLE = "INTEGRATIONS_CONFIG";

    private EnvironmentBackends() {
    }

    /** Adds them to what is about to start. */
    static void add(Map<String, String> environment) {
        String config = environment.get(VARIABLE);
        if (config == null || config.isBlank()) {
            return;
        }
        try {
            Imported.All found = ImportReader.read(config);
            found.notes().forEach(note -> System.err.println(VARIABLE + ": " + note));
            Settings settings = new Settings();
            Path folder = Files.createTempDirectory("signalbox-integrations");
            folder.toFile().deleteOnExit();
            for (Imported each : found.backends()) {
                Path same = settings.routes().resolve("backends").resolve(each.name() + ".camel.yaml");
                Imported backend = Files.exists(same) ? each.named(each.name() + "-integration") : each;
                Path file = folder.resolve(backend.name() + ".camel.yaml");
                Files.writeString(file, backend.route(VARIABLE));
                file.toFile().deleteOnExit();
                backend.values().forEach((key, value) -> System.setProperty(
                        backend.name() + "." + Imported.kebab(key), value));
                System.setProperty(backend.name() + ".enabled", String.valueOf(backend.enabled()));
            }
            System.setProperty("signalbox.routes.include",
                    settings.value("signalbox.routes.include", "file:routes/**/*.camel.yaml") + ",file:" + folder
                            + "/*.camel.yaml");
        } catch (IOException e) {
            throw Unable.failed(VARIABLE + " can't be taken over: " + e.getMessage());
        }
    }
}
