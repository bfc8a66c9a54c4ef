package io.signalbox.protocol;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Which alerts does Alertmanager hear of? One per problem, begun or ended.
 *
 * <p>
 * Alertmanager knows an alert by its labels, so what ends a problem must repeat them to the letter, though it has a type and a severity of
 * its own. They are remembered here; after a restart they are what the bus says of the problem. A problem that got worse has other labels
 * than before: then the alert with the old ones is ended along with it.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>
 */
@RegisterForReflection // the Kamelet makes it by its class name, and calls its methods
public final class AlertmanagerAlerts {
    private record Labels(String alertname, String severity, String source, String subject) {
        static Labels of(Event event, String type, String severity) {
            return new Labels(type, severity, event.source(), event.subject());
        }
    }

    private static final String CHANGES = "changes";

    private final Remembered<Labels> open = new Remembered<>(10_000);
    private final Duration expireAfter;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param expireAfter
     *            after how long an alert ends that nobody ended, such as {@code 24h}
     */
    public AlertmanagerAlerts(String expireAfter) {
        this.expireAfter = Duration.ofMillis(TimeUtils.toMilliSeconds(expireAfter));
    }

    /** The events become the body of a request. */
    public void write(Exchange exchange) throws IOException {
        List<Event> events = EventBody.of(exchange);
        Map<String, Labels> changes = new HashMap<>();
        exchange.setVariable(CHANGES, changes);
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartArray();
            for (Event event : events) {
                alerts(json, event, changes);
            }
            json.writeEndArray();
            json.flush();
            exchange.getMessage().setBody(out.toByteArray());
        }
    }

    /** The request was accepted: what it began and ended has begun and ended. */
    public void sent(Exchange exchange) {
        Map<?, ?> changes = exchange.getVariable(CHANGES, Map.class);
        changes.forEach((key, labels) -> {
            if (labels == null) {
                open.forget((String) key);
            } else {
                open.put((String) key, (Labels) labels);
            }
        });
    }

    private void alerts(JsonGenerator json, Event event, Map<String, Labels> changes) throws IOException {
        Step step = Step.of(event);
        String key = event.dedupkey();
        if (step == Step.ACKNOWLEDGE) {
            // Alertmanager has no such thing: somebody who takes charge sets a silence.
            return;
        }
        Labels before = changes.containsKey(key) ? changes.get(key) : open.get(key);
        if (step == Step.RESOLVE) {
            alert(json, event, ended(event, before), null, event.time());
            changes.put(key, null);
            return;
        }
        Labels now = begun(event);
        if (before != null && !before.equals(now)) {
            alert(json, event, before, null, event.time());
        }
        // Without an end it ends by itself, after Alertmanager's resolve_timeout: right for what is no problem, wrong for one that is
        // reported once.
        alert(json, event, now, event.time(), step == Step.OPEN ? expiry(event) : null);
        changes.put(key, now);
    }

    private static Labels begun(Event event) {
        return Labels.of(event, event.type(), event.severity().text());
    }

    private static Labels ended(Event event, Labels before) {
        if (before != null || event.problem() == null) {
            return before != null ? before : begun(event);
        }
        return Labels.of(event, event.problem().type(), event.problem().severity().text());
    }

    private Instant expiry(Event event) {
        Instant now = clock.instant();
        return (event.time().isAfter(now) ? event.time() : now).plus(expireAfter);
    }

    private static void alert(JsonGenerator json, Event event, Labels labels, Instant starts, Instant ends)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("labels");
        json.writeStringField("alertname", labels.alertname);
        json.writeStringField("severity", labels.severity);
        json.writeStringField("source", labels.source);
        if (labels.subject != null) {
            json.writeStringField("subject", labels.subject);
        }
        json.writeStringField("dedupkey", event.dedupkey());
        json.writeEndObject();
        annotations(json, event);
        if (starts != null) {
            json.writeStringField("startsAt", starts.toString());
        }
        if (ends != null) {
            json.writeStringField("endsAt", ends.toString());
        }
        if (Facts.link(event) != null) {
            json.writeStringField("generatorURL", Facts.link(event));
        }
        json.writeEndObject();
    }

    private static void annotations(JsonGenerator json, Event event) throws IOException {
        json.writeObjectFieldStart("annotations");
        json.writeStringField("summary", event.headline());
        if (Facts.message(event) != null) {
            json.writeStringField("description", event.message());
        }
        Set<String> names = new HashSet<>();
        for (var fact : Facts.of(event, "data_").entrySet()) {
            // Alertmanager refuses other characters; of two names that become one, the first stays.
            String name = fact.getKey().replaceAll("[^a-zA-Z0-9_]", "_");
            if (names.add(name)) {
                json.writeStringField(name, fact.getValue());
            }
        }
        json.writeEndObject();
    }
}
