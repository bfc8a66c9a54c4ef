package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import org.apache.camel.Exchange;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Which events of a batch go into the next request? As many as the backend takes at once, in their order. Usually that is all of them;
 * where it isn't, the Kamelet asks again while the variable {@code more} is true.
 *
 * <p>
 * An event that is too long by itself is cut, visibly, until it fits. Sets the body and the variables {@code batch}, {@code from} and
 * {@code until}, by which {@link InstalmentFailed} knows whose failure it was.
 *
 * @param open
 *            what stands before the events, such as {@code [}
 * @param between
 *            what stands between two of them
 * @param close
 *            what stands after them
 * @param mostBytes
 *            how long a request may be before it is compressed
 * @param mostEvents
 *            how many events it may hold
 * @param longestEvent
 *            how many bytes one event may have
 */
record Instalment(String open, String between, String close, int mostBytes, int mostEvents, int longestEvent) {
    private static final int USUAL_LENGTH = 512;

    /** How an event is written, as one or several JSON values. */
    interface Form {
        void write(Event event, JsonGenerator json) throws IOException;
    }

    /** Puts the next events into the body. */
    void next(Exchange exchange, Form form) throws IOException {
        Batch batch = exchange.getVariable("batch", Batch.class);
        if (batch == null) {
            batch = new Batch(EventBody.of(exchange));
            exchange.setVariable("batch", batch);
        }
        List<Event> events = batch.events();
        int from = exchange.getVariable("until", 0, Integer.class);
        int until = from;
        Buffer out = new Buffer(Math.min(mostBytes, USUAL_LENGTH * (events.size() - from)));
        out.write(open);
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.setRootValueSeparator(null);
            while (until < events.size() && until - from < mostEvents) {
                int before = out.size();
                out.write(until == from ? "" : between);
                write(events.get(until), json, form, out);
                if (until > from && out.size() + close.length() > mostBytes) {
                    out.cut(before);
                    break;
                }
                until++;
            }
        }
        out.write(close);
        exchange.setVariable("from", from);
        exchange.setVariable("until", until);
        exchange.setVariable("more", until < events.size());
        exchange.getMessage().setBody(out.toByteArray());
    }

    private void write(Event event, JsonGenerator json, Form form, Buffer out) throws IOException {
        int start = out.size();
        form.write(event, json);
        json.flush();
        for (int longestText = longestEvent / 2; out.size() - start > longestEvent
                && longestText > 0; longestText /= 2) {
            out.cut(start);
            form.write(Shortened.to(event, longestText), json);
            json.flush();
        }
    }

    /** The events of an exchange; a type of its own, so that Camel converts nothing on the way. */
    record Batch(List<Event> events) {
    }

    private static final class Buffer extends ByteArrayOutputStream {
        Buffer(int size) {
            super(size);
        }

        void write(String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                write(ascii.charAt(i));
            }
        }

        void cut(int length) {
            count = length;
        }
    }
}
