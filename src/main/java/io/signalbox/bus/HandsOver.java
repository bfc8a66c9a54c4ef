package io.signalbox.bus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** The step of a sink that sends by itself, and not by a component of Camel. Where nothing may leave, it is asked instead what it would send. */
public interface HandsOver extends Processor {
    /**
     * What would be sent.
     *
     * @param to
     *            what gets it, such as {@code kafka}
     * @param where
     *            the same with its address, such as {@code kafka:broker.example:9092}
     * @param content
     *            a text, or what Jackson makes JSON of
     */
    record Handover(String to, String where, Object content) {
        private static final ObjectMapper JSON = new ObjectMapper();

        /** To what is known by its address. */
        public Handover(String to, Object content) {
            this(to, to, content);
        }

        /** A text, or JSON. */
        public String text() {
            return content instanceof String text ? text : JSON.valueToTree(content).toString();
        }

        /** Bytes as JSON where they are that, else as a text. */
        public static JsonNode readable(byte[] bytes) {
            try {
                JsonNode json = JSON.readTree(bytes);
                return json.isContainerNode() ? json : TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException e) {
                return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
            }
        }

        public static List<JsonNode> readable(List<Event> events) {
            return events.stream().map(event -> readable(EventJson.bytes(event))).toList();
        }
    }

    /**
     * What it would send of an exchange that it is given instead of {@link #process}.
     *
     * @throws Exception
     *             what it would throw for what the events are, before anything was sent
     */
    Handover handover(Exchange exchange) throws Exception;
}
