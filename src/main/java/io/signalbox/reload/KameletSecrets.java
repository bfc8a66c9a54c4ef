package io.signalbox.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.protocol.Secrets;

/** Which words must never be shown? The values that running routes give to properties which a Kamelet declares {@code format: password}. */
@ApplicationScoped
public class KameletSecrets {
    private static final Duration LOOKED_AT_AGAIN_AFTER = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final RouteFiles files;
    private Secrets known = new Secrets(List.of());
    private Instant lookedAt = Instant.MIN;

    @Inject
    public KameletSecrets(CamelContext camel, @ConfigProperty(name = "signalbox.routes.dir") Path folder) {
        this.camel = camel;
        this.files = new RouteFiles(folder);
    }

    /** The text with its secrets masked. */
    public synchronized String mask(String text) {
        if (lookedAt.plus(LOOKED_AT_AGAIN_AFTER).isBefore(Instant.now())) {
            lookedAt = Instant.now();
            known = new Secrets(values());
        }
        return known.mask(text);
    }

    private List<String> values() {
        Map<String, Set<String>> passwords = passwords();
        List<String> values = new ArrayList<>();
        camel.getEndpoints().stream().filter(KameletEndpoint.class::isInstance).map(KameletEndpoint.class::cast)
                .forEach(kamelet -> kamelet.getKameletProperties().forEach((name, value) -> {
                    if (passwords.getOrDefault(kamelet.getTemplateId(), Set.of()).contains(name) && value != null) {
                        values.add(plain(camel.resolvePropertyPlaceholders(value.toString())));
                    }
                }));
        return values;
    }

    /** Routes write {@code RAW(…)} around a value that Camel is not to read into. */
    private static String plain(String value) {
        return value.startsWith("RAW(") && value.endsWith(")") ? value.substring(4, value.length() - 1) : value;
    }

    /** By Kamelet, the names of its secret properties. */
    private Map<String, Set<String>> passwords() {
        Map<String, Set<String>> passwords = new HashMap<>();
        files.read().forEach((file, text) -> {
            if (file.toString().endsWith(RouteFiles.KAMELET)) {
                try {
                    JsonNode kamelet = new YAMLMapper().readTree(text);
                    Set<String> names = passwords.computeIfAbsent(kamelet.at("/metadata/name").asText(),
                            name -> new HashSet<>());
                    for (var property : kamelet.at("/spec/definition/properties").properties()) {
                        if (property.getValue().path("format").asText().equals("password")) {
                            names.add(property.getKey());
                        }
                    }
                } catch (IOException e) {
                    // A Kamelet that can't be read does not run, and so has no secrets.
                }
            }
        });
        return passwords;
    }
}
