package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What is an event in Kafka? A record whose key keeps the events of one problem in one partition, and so in order. The body becomes the list
 * of records, for {@link KafkaCluster}.
 *
 * <p>
 * Its time is left to Kafka, which keeps and forgets records by it; when it happened is an attribute of the event.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents in Kafka</a>
 */
// The Kamelet kafka-sink names this class.
@RegisterForReflection
public final class KafkaRecords implements Processor {
    private static final String CONTENT_TYPE = "content-type";

    private final String topic;
    private final boolean keyIsSubject;
    private final String format;

    /**
     * @param topic
     *            the topic; an Object, since Camel gives no text that looks like a number to a String
     * @param key
     *            {@code dedupkey}, or {@code subject} (where an event has one)
     * @param format
     *            {@code binary}, {@code structured} (both CloudEvents) or {@code json}
     */
    public KafkaRecords(Object topic, String key, String format) {
        if (topic == null || topic.toString().isBlank()) {
            throw new IllegalArgumentException("the topic has no name");
        }
        this.topic = topic.toString();
        this.keyIsSubject = one(key, "key", Set.of("dedupkey", "subject")).equals("subject");
        this.format = one(format, "format", Set.of("binary", "structured", "json"));
    }

    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        exchange.getMessage().setBody(events.stream().map(this::record).toList());
    }

    ProducerRecord<byte[], byte[]> record(Event event) {
        String key = keyIsSubject && event.subject() != null ? event.subject() : event.dedupkey();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(key), value(event));
        switch (format) {
            case "binary" -> attributes(event, record.headers());
            case "structured" -> add(record.headers(), CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8");
            default -> {
                add(record.headers(), CONTENT_TYPE, "application/json");
                add(record.headers(), "event_id", event.id());
                add(record.headers(), "event_type", event.type());
                add(record.headers(), "severity", event.severity().text());
            }
        }
        return record;
    }

    private byte[] value(Event event) {
        return switch (format) {
            case "binary" -> bytes(EventJson.data(event));
            case "structured" -> EventJson.cloudEvent(event);
            default -> EventJson.bytes(event);
        };
    }

    /** The names are those of the structured form, see {@link EventJson#cloudEvent}. */
    private static void attributes(Event event, Headers headers) {
        add(headers, CONTENT_TYPE, "application/json");
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", event.id());
        add(headers, "ce_source", event.source());
        add(headers, "ce_type", event.type());
        add(headers, "ce_subject", event.subject());
        add(headers, "ce_time", event.timeText());
        add(headers, "ce_severitytext", event.severity().text());
        add(headers, "ce_severitynumber", String.valueOf(event.severity().number()));
        add(headers, "ce_state", event.state().text());
        add(headers, "ce_dedupkey", event.dedupkey());
        add(headers, "ce_title", event.title());
        add(headers, "ce_message", event.message());
        add(headers, "ce_traceparent", event.traceparent());
        add(headers, "ce_tags", event.tags().isEmpty() ? null : String.join(",", event.tags()));
    }

    private static void add(Headers headers, String name, String value) {
        if (value != null) {
            headers.add(name, bytes(value));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String one(String word, String what, Set<String> words) {
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    what + " is \"" + word + "\"; expected one of " + words.stream().sorted().toList());
        }
        return word;
    }
}
