package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does Elasticsearch receive? Two lines per event: create this id in the index of this day, and the document.
 *
 * <p>
 * {@code create} and not {@code index}: an event that comes again, because an answer was lost on the way, changes nothing and costs
 * nothing. The day is that of the event in UTC, so that a late event is found where people look for it. Variable: {@code indexPrefix}; sets {@code events}, how many there are.
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk">Bulk API</a>
 */
@Named("elasticsearchBulk")
@Singleton
@Unremovable // only routes name it
public final class ElasticsearchBulk implements Processor {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);
    /** One longer id, and Elasticsearch refuses the whole request. */
    private static final int LONGEST_ID = 512;

    @Override
    public void process(Exchange exchange) throws IOException {
        String prefix = exchange.getVariable("indexPrefix", String.class);
        List<Event> events = EventBody.of(exchange);
        exchange.setVariable("events", events.size());
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (Event event : events) {
                json.writeStartObject();
                json.writeObjectFieldStart("create");
                json.writeStringField("_index", prefix + "-" + DAY.format(event.time()));
                json.writeStringField("_id", id(event.id()));
                json.writeEndObject();
                json.writeEndObject();
                json.writeRaw('\n');
                ElasticsearchDocument.write(event, json);
                json.writeRaw('\n');
            }
            json.flush();
            exchange.getMessage().setBody(out.toByteArray());
        }
    }

    private static String id(String id) {
        byte[] bytes = id.getBytes(UTF_8);
        if (bytes.length <= LONGEST_ID) {
            return id;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
