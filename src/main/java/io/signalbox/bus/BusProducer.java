package io.signalbox.bus;

import java.util.stream.IntStream;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

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
            Batch batch = new Batch(EventBody.of(exchange));
            batch.mark(IntStream.range(0, batch.events().size()).boxed().toList(), channels);
            CommitProducer.append(batch, bus);
        }
    }
}
