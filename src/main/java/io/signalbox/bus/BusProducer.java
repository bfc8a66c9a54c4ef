package io.signalbox.bus;

import java.util.List;
import java.util.stream.IntStream;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

import io.signalbox.event.Event;

/**
 * Which channels does an event go to? A group of a batch is marked, and appended with the rest of its batch; an event or a list of events is
 * appended at once.
 */
final class BusProducer extends DefaultProducer {
    private final Bus bus;
    private final long channels;

    BusProducer(Endpoint endpoint, Bus bus, long channels) {
        super(endpoint);
        this.bus = bus;
        this.channels = channels;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Group group) {
            group.batch().mark(group.places(), channels);
        } else {
            Batch batch = new Batch(events(body));
            batch.mark(IntStream.range(0, batch.events().size()).boxed().toList(), channels);
            CommitProducer.append(batch, bus);
        }
    }

    private static List<Event> events(Object body) {
        if (body instanceof Event event) {
            return List.of(event);
        }
        if (body instanceof List<?> list && list.stream().allMatch(Event.class::isInstance)) {
            return list.stream().map(Event.class::cast).toList();
        }
        throw new IllegalArgumentException(
                "bus: got " + (body == null ? "nothing" : "a " + body.getClass().getSimpleName())
                        + "; expected an event. Send what a source reads to direct:intake, which makes events of it");
    }
}
