package io.signalbox.cli;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.signalbox.api.ExplanationJson;
import io.signalbox.bus.Backends;
import io.signalbox.event.EventJson;
import io.signalbox.event.InvalidEvent;
import io.signalbox.explain.Explainer;
import io.signalbox.explain.Explanation;

/** What would happen to an event, asked without an instance that runs? No port is opened, and no route that is started reaches anything. */
final class LocalExplain {
    /** Arguments of the application itself would be read by Camel. */
    private static final String EVENT = "signalbox.explain.event";
    private static final String JSON = "signalbox.explain.json";

    private LocalExplain() {
    }

    /** @return the exit code */
    static int run(byte[] event, boolean json) {
        set("signalbox.routes.include", "file:${signalbox.routes.dir}/error-handling.camel.yaml");
        set("quarkus.http.host-enabled", "false");
        set("signalbox.bus", "memory");
        set("signalbox.routes.reload", "false");
        set("quarkus.log.level", "OFF");
        set(EVENT, java.util.Base64.getEncoder().encodeToString(event));
        set(JSON, String.valueOf(json));
        AtomicReference<Integer> code = new AtomicReference<>(1);
        try (Progress progress = new Progress("reading the routes")) {
            Quarkus.run(Application.class, (exit, failure) -> {
                code.set(failure == null ? exit : 1);
                if (failure != null) {
                    System.err.println(Terminal.fresh() + "the routes can't be read: " + failure.getMessage());
                }
            });
        }
        return code.get();
    }

    private static void set(String property, String value) {
        System.setProperty(property, value);
    }

    /** Runs instead of the routes that usually do. */
    public static final class Application implements QuarkusApplication {
        private final Explainer explainer;
        private final Backends backends;

        @Inject
        public Application(Explainer explainer, Backends backends) {
            this.explainer = explainer;
            this.backends = backends;
        }

        @Override
        public int run(String... args) throws Exception {
            try {
                Explanation explanation = explainer.explain(java.util.Base64.getDecoder().decode(
                        System.getProperty(EVENT)));
                JsonNode shown = json(explanation);
                System.out.print(Terminal.fresh() + (Boolean.getBoolean(JSON)
                        ? shown.toPrettyString() + "\n"
                        : new ExplanationText().of(shown)));
                return 0;
            } catch (InvalidEvent e) {
                System.err.println(
                        Terminal.fresh() + (e.field() == null ? "the file " : e.field() + " ") + e.getMessage());
                return 1;
            }
        }

        private JsonNode json(Explanation explanation) throws java.io.IOException {
            try (ByteArrayBuilder out = new ByteArrayBuilder();
                    var generator = EventJson.FACTORY.createGenerator((java.io.OutputStream) out)) {
                generator.writeStartObject();
                new ExplanationJson(backends).write(explanation, generator);
                generator.writeEndObject();
                generator.flush();
                return new ObjectMapper().readTree(out.toByteArray());
            }
        }
    }
}
