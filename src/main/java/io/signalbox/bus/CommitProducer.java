package io.signalbox.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * When is a batch kept? The exchange goes on when it is on disk, with the {@link Receipt} as its body. Its thread waits for that, unless the
 * exchange says otherwise ({@link #GOES_ON}).
 */
public final class CommitProducer extends DefaultAsyncProducer {
    /** Property of an exchange, a {@link GoesOn}. */
    public static final String GOES_ON = "SignalboxGoesOn";

    /** How an exchange goes on whose thread does not wait. */
    public enum GoesOn {
        /** When the batch is kept, on any thread, since nothing that follows waits for its sender. */
        ON_ANY_THREAD,
        /** At once, with an {@link Underway} as its body. Whoever asked for this waits for that before anybody is told of it. */
        AT_ONCE
    }

    /** A batch on its way to the disk. */
    public final class Underway {
        private final Batch batch;
        private final CompletableFuture<Receipt> kept;

        private Underway(Batch batch, CompletableFuture<Receipt> kept) {
            this.batch = batch;
            this.kept = kept;
        }

        /** Waits until it is on disk; to be called once. */
        public Receipt receipt() throws Exception {
            Receipt receipt = await(kept);
            count(batch, receipt);
            return receipt;
        }
    }

    private static final long LONGEST_SECONDS = 60;
    private static final int THREADS = 16;

    private final Bus bus;
    private final Backends backends;
    private ExecutorService threads;
    private Together together;

    CommitProducer(Endpoint endpoint, Bus bus, Backends backends) {
        super(endpoint);
        this.bus = bus;
        this.backends = backends;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        threads = getEndpoint().getCamelContext().getExecutorServiceManager().newThreadPool(this, "commit", THREADS,
                THREADS);
        together = new Together(threads);
    }

    @Override
    protected void doStop() throws Exception {
        CamelContext context = getEndpoint().getCamelContext();
        context.getExecutorServiceManager().shutdownGraceful(threads);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Batch batch = exchange.getMessage().getMandatoryBody(Batch.class);
            CompletableFuture<Receipt> kept = bus.append(batch);
            GoesOn goesOn = kept.isDone() ? null : exchange.getProperty(GOES_ON, GoesOn.class);
            if (goesOn == GoesOn.ON_ANY_THREAD) {
                kept.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).whenCompleteAsync((receipt, failure) -> {
                    end(exchange, batch, receipt, failure);
                    callback.done(false);
                }, together);
                return false;
            }
            if (goesOn == GoesOn.AT_ONCE) {
                exchange.getMessage().setBody(new Underway(batch, kept));
            } else {
                kept(exchange, batch, await(kept));
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void end(Exchange exchange, Batch batch, Receipt receipt, Throwable failure) {
        try {
            if (failure != null) {
                throw why(failure);
            }
            kept(exchange, batch, receipt);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private void kept(Exchange exchange, Batch batch, Receipt receipt) {
        count(batch, receipt);
        exchange.getMessage().setBody(receipt);
    }

    private void count(Batch batch, Receipt receipt) {
        for (Group group : batch) {
            long accepted = group.places().stream().filter(place -> !receipt.duplicates().get(place)).count();
            backends.observer().received(group.source(), (int) accepted);
        }
    }

    static Receipt append(Batch batch, Bus bus) throws Exception {
        return await(bus.append(batch));
    }

    private static Receipt await(CompletableFuture<Receipt> kept) throws Exception {
        try {
            return kept.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw why(e);
        }
    }

    private static Exception why(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new NotKept("not known to be kept: the disk did not answer within " + LONGEST_SECONDS + " s",
                    failure);
        }
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        if (wrapped && failure.getCause() != null) {
            return why(failure.getCause());
        }
        return failure instanceof Exception exception ? exception : new CompletionException(failure);
    }
}
