package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;

/**
 * What does Elasticsearch receive? Two lines per event: create this id in the index of this day, and the document.
 *
 * <p>
 * {@code create} and not {@code index}: an event that comes again, because an answer was lost on the way, changes nothing and costs
 * nothing. The day is that of the event in UTC, so that a late event is found where people look for it. A data stream takes nothing but
 * {@code create}, and rolls over by itself. OpenSearch speaks the same. Variables: {@code indexPrefix}, or else {@code dataStream}; sets
 * {@code events}, how many there are.
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

    /** More in a request makes it no faster, and small clusters (as Amazon's) take no larger one. */
    private static final Instalment LIMITS = new Instalment("", "", "", 10_000_000, Integer.MAX_VALUE, 9_000_000);

    @Override
    public void process(Exchange exchange) throws IOException {
        String prefix = exchange.getVariable("indexPrefix", String.class);
        String stream = exchange.getVariable("dataStream", "", String.class);
        LIMITS.next(exchange, (event, json) -> {
            json.writeStartObject();
            json.writeObjectFieldStart("create");
            json.writeStringField("_index", stream.isBlank() ? prefix + "-" + DAY.format(event.time()) : stream);
            json.writeStringField("_id", id(event.id()));
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
            ElasticsearchDocument.write(event, json);
            json.writeRaw('\n');
        });
        exchange.setVariable("events",
                exchange.getVariable("until", Integer.class) - exchange.getVariable("from", Integer.class));
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
