package io.signalbox.bus;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** When is a batch kept? The exchange goes on when it is on disk, with the {@link Receipt} as its body. */
final class CommitProducer extends DefaultProducer {
    private static final long LONGEST_SECONDS = 60;

    private final Bus bus;
    private final Backends backends;

    CommitProducer(Endpoint endpoint, Bus bus, Backends backends) {
        super(endpoint);
        this.bus = bus;
        this.backends = backends;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Batch batch = exchange.getMessage().getMandatoryBody(Batch.class);
        Receipt receipt = append(batch, bus);
        for (Group group : batch) {
            long accepted = group.places().stream().filter(place -> !receipt.duplicates().get(place)).count();
            backends.observer().received(group.source(), (int) accepted);
        }
        exchange.getMessage().setBody(receipt);
    }

    static Receipt append(Batch batch, Bus bus) throws Exception {
        try {
            return bus.append(batch).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new NotKept("not known to be kept: the disk did not answer within " + LONGEST_SECONDS + " s", e);
        }
    }
}
