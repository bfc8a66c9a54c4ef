package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;

/** How do events get from the bus into a backend's route? The backend is the route; its cursor has the route's id. */
final class BusConsumer extends DefaultConsumer {
    /** Tells a route's error handling that the exchange comes from the bus, and to whom it goes. */
    private static final String BACKEND = "SignalboxBackend";
    private static final long WAIT_SECONDS = 5;
    private static final long POLL_MILLIS = 20;
    private static final Duration DELAYED = Duration.ofMillis(200);

    private final Bus bus;
    private final Catalogue catalogue;
    private final Backends backends;
    private final Subscription subscription;
    private final List<Lane> lanes = new ArrayList<>();
    private final Runnable wake = () -> lanes.forEach(Lane::wake);
    private Backend backend;
    private Feed feed;
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
        Overflow overflow = overflow(progress);
        long digests = overflow.policy() == Overflow.Policy.DIGEST
                ? bus.channels().bits(List.of(Overflow.CHANNEL + getRouteId()))
                : 0;
        backend = new Backend(getRouteId(), filter, bus.channels().bits(subscription.channels()), digests,
                progress.cursor(), new Backend.Flow(subscription.batchSize(), overflow.policy(), overflow.window()),
                this::send);
        feed = new Feed(bus, backend, progress, subscription.concurrency());
        ReplayFeed replays = new ReplayFeed(bus, backend, subscription.concurrency());
        lanes.clear();
        for (int number = 0; number < subscription.concurrency(); number++) {
            lanes.add(new Lane(number, feed, replays, bus, backend, backends, subscription, overflow, this::send));
        }
        backends.started(backend);
        threads = getEndpoint().getCamelContext().getExecutorServiceManager().newFixedThreadPool(this,
                "bus-" + getRouteId(), lanes.size());
        bus.listen(wake);
        lanes.forEach(threads::submit);
    }

    private Overflow overflow(Progress progress) {
        Duration window = subscription.overflow() == Overflow.Policy.DELAY ? DELAYED : window();
        Overflow overflow = new Overflow(subscription.overflow(), getRouteId(), window, progress.told());
        for (long seq : progress.suppressed()) {
            Block block = bus.read(seq);
            if (block != null && block.first() <= seq) {
                overflow.leftOut(block.entry(seq));
            }
        }
        return overflow;
    }

    /** For how long the route's throttle holds up what is too much. */
    private Duration window() {
        CamelContext camel = getEndpoint().getCamelContext();
        Route route = getRoute();
        if (route != null && route.getRoute() instanceof RouteDefinition definition) {
            for (ThrottleDefinition throttle : ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(),
                    ThrottleDefinition.class)) {
                if (!Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, throttle.getRejectExecution()))) {
                    throw new IllegalArgumentException(getRouteId() + " has overflow="
                            + subscription.overflow().name().toLowerCase(Locale.ROOT)
                            + ", but its throttle makes events wait; it needs rejectExecution: true");
                }
                Duration period = CamelContextHelper.parseDuration(camel, throttle.getTimePeriodMillis());
                return period == null ? Duration.ofSeconds(1) : period;
            }
        }
        throw new IllegalArgumentException(getRouteId() + " has overflow="
                + subscription.overflow().name().toLowerCase(Locale.ROOT)
                + ", but no throttle that could overflow; it needs a throttle with rejectExecution: true");
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
        } catch (Throwable e) {
            // Without a verdict this lane would end, and nobody would know.
            return Verdict.later(e, Retry.DEFECT);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** Suspending a route ends here too: it is resumed from its cursor. */
    @Override
    protected void doStop() throws Exception {
        bus.forget(wake);
        lanes.forEach(Lane::stop);
        if (threads != null) {
            threads.shutdown();
            // A delivery that has just begun may end; a throttle that sleeps is woken, and its event waits for the next start.
            while (!threads.awaitTermination(POLL_MILLIS, TimeUnit.MILLISECONDS)
                    && lanes.stream().anyMatch(Lane::isFresh)) {
                continue;
            }
            threads.shutdownNow();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
            threads.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
            backends.stopped(backend);
            // A route that is started again at once must find all that this one has done.
            Report last = Report.moved(backend.name(), feed.cursor(), Instant.now());
            bus.report(last).exceptionally(closed -> null).get(WAIT_SECONDS, TimeUnit.SECONDS);
            threads = null;
        }
        super.doStop();
    }
}
