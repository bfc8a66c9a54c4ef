package io.signalbox.api;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The application with its real sources, intake, router and bus, and the backends of the tests alone.
 */
public final class Corridor implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        // Quarkus makes system properties of these, which Camel prefers in all other tests of this JVM too: nothing that those use.
        return Map.of("camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/sources/rest.camel.yaml,"
                        + "file:src/test/resources/routes/backends/*.camel.yaml",
                "signalbox.rest.max-body-size", "256K", "signalbox.rest.max-event-size", "64K",
                // A route that is stopped is waited for: half a minute, if nobody says otherwise.
                "camel.component.direct.timeout", "200");
    }
}
