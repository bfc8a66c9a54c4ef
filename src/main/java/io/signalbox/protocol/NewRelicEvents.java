package io.signalbox.protocol;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.Event;

/**
 * What does New Relic receive? Custom events whose attributes are texts and numbers: {@code SELECT * FROM PrintJob WHERE
 * status='completed'}.
 *
 * <p>
 * Variables: {@code account}; {@code eventTypes}, such as {@code job.*=PrintJob, *=ContinuumEvent}, of which the first that fits counts;
 * {@code url}, or else {@code region}, tells where to. New Relic says yes before it looks at the events, and drops what is not as it likes
 * it without a word to us, so each event is made to fit.
 *
 * @see <a href="https://docs.newrelic.com/docs/data-apis/ingest-apis/event-api/introduction-event-api/">Event API</a>
 * @see <a href="https://docs.newrelic.com/docs/data-apis/custom-data/custom-events/data-requirements-limits-custom-event-data/">Limits</a>
 */
@Named("newRelicEvents")
@Singleton
@Unremovable // only routes name it
public final class NewRelicEvents implements Processor {
    private static final Instalment LIMITS = new Instalment("[", ",", "]", 1_000_000, Integer.MAX_VALUE, 999_000);
    /** New Relic takes no other; with a little less, an event on its way is still in time. */
    private static final Duration FARTHEST = Duration.ofHours(23);

    private final Clock clock;
    private final ConcurrentHashMap<String, List<NewRelicType>> read = new ConcurrentHashMap<>();

    public NewRelicEvents() {
        this(Clock.systemUTC());
    }

    NewRelicEvents(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        List<NewRelicType> types = read.computeIfAbsent(exchange.getVariable("eventTypes", "", String.class),
                NewRelicType::list);
        Instant now = clock.instant();
        LIMITS.next(exchange, (event, json) -> {
            NewRelicAttributes attributes = new NewRelicAttributes(json);
            json.writeStartObject();
            json.writeStringField("eventType", NewRelicType.of(event, types));
            attributes.taken("eventType");
            attributes.taken("timestamp");
            if (Duration.between(event.time(), now).abs().compareTo(FARTHEST) < 0) {
                json.writeNumberField("timestamp", event.time().toEpochMilli());
            }
            ours(event, attributes);
            attributes.data(event.data());
            json.writeEndObject();
        });
        exchange.getMessage().setHeader(Exchange.HTTP_URI, Region.url(exchange,
                "https://insights-collector.newrelic.com", "https://insights-collector.eu01.nr-data.net"));
        exchange.getMessage().setHeader(Exchange.HTTP_PATH,
                "v1/accounts/" + exchange.getVariable("account", "", String.class).strip() + "/events");
    }

    private static void ours(Event event, NewRelicAttributes attributes) throws IOException {
        attributes.text("event_id", event.id());
        attributes.text("event_type", event.type());
        attributes.text("event_time", event.timeText());
        attributes.text("source", event.source());
        attributes.text("subject", event.subject());
        attributes.text("severity", event.severity().text());
        attributes.number("severity_number", event.severity().number());
        attributes.text("state", event.state().text());
        attributes.text("dedupkey", event.dedupkey());
        attributes.text("title", event.headline());
        attributes.text("message", event.message());
        attributes.text("tags", event.tags().isEmpty() ? null : String.join(", ", event.tags()));
        attributes.text("traceparent", event.traceparent());
        if (!event.data().containsKey("status")) {
            // job.completed without a status of its own has this one.
            attributes.text("status", event.type().substring(event.type().lastIndexOf('.') + 1));
        }
    }
}
