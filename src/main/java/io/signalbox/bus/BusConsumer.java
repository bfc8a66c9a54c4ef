package io.signalbox.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;

/** How do events get from the bus into a backend's route? The backend is the route; its cursor has the route's id. */
final class BusConsumer extends DefaultConsumer implements Suspendable {
    /** Tells a route's error handling that the exchange comes from the bus, and to whom it goes. */
    private static final String BACKEND = "SignalboxBackend";
    private static final long GRACE_SECONDS = 5;

    private final Bus bus;
    private final Catalogue catalogue;
    private final Backends backends;
    private final Subscription subscription;
    private final List<Lane> lanes = new ArrayList<>();
    private final Runnable wake = () -> lanes.forEach(Lane::wake);
    private Backend backend;
    private ExecutorService threads;

    BusConsumer(BusEndpoint endpoint, Processor processor, Bus bus, Catalogue catalogue, Backends backends,
            Subscription subscription) {
        super(endpoint, processor);
        this.bus = bus;
        this.catalogue = catalogue;
        this.backends = backends;
        this.subscription = subscription;
    }

    /**
     * All routes are initialised before the first of them starts: a new backend takes its place on the bus here, before any source can say
     * anything that it would miss.
     */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        bus.progress(getRouteId());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Progress progress = bus.progress(getRouteId());
        Filter filter = new Filter(catalogue, subscription.minSeverity(), subscription.types(),
                subscription.requiredTags());
        backend = new Backend(getRouteId(), filter, bus.channels().bits(subscription.channels()), progress.cursor());
        Feed feed = new Feed(bus, backend, progress, subscription.concurrency());
        lanes.clear();
        for (int number = 0; number < subscription.concurrency(); number++) {
            lanes.add(new Lane(number, feed, bus, backend, backends, subscription, this::send));
        }
        backends.started(backend);
        threads = getEndpoint().getCamelContext().getExecutorServiceManager().newFixedThreadPool(this,
                "bus-" + getRouteId(), lanes.size());
        bus.listen(wake);
        lanes.forEach(threads::submit);
    }

    private Verdict send(List<Entry> entries) {
        Exchange exchange = createExchange(false);
        try {
            List<Event> events = entries.stream().map(Entry::event).toList();
            exchange.setProperty(BACKEND, getRouteId());
            exchange.getMessage().setBody(subscription.batchSize() == 1 ? events.get(0) : events);
            getProcessor().process(exchange);
            return Verdict.of(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            return Verdict.of(exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doSuspend() {
        lanes.forEach(lane -> lane.pause(true));
    }

    @Override
    protected void doResume() {
        lanes.forEach(lane -> lane.pause(false));
    }

    @Override
    protected void doStop() throws Exception {
        bus.forget(wake);
        lanes.forEach(Lane::stop);
        if (threads != null) {
            // First the lanes may finish what is in flight; a throttle that sleeps for an hour is woken.
            threads.shutdown();
            if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
            backends.stopped(backend);
        }
        super.doStop();
    }
}
