package io.signalbox.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
final class BusConsumer extends DefaultConsumer implements Lanes.Threads {
    /** Tells a route's error handling that the exchange comes from the bus, and to whom it goes. */
    private static final String BACKEND = "SignalboxBackend";
    private static final Duration DELAYED = Duration.ofMillis(200);

    private final Bus bus;
    private final Catalogue catalogue;
    private final Backends backends;
    private final Subscription subscription;
    private Backend backend;
    private Lanes lanes;

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
        Filter filter = new Filter(catalogue, subscription.minSeverity(), subscription.types(),
                subscription.requiredTags());
        long digests = subscription.overflow() == Overflow.Policy.DIGEST
                ? bus.channels().bits(List.of(Overflow.CHANNEL + getRouteId()))
                : 0;
        backend = new Backend(getRouteId(), filter, bus.channels().bits(subscription.channels()), digests,
                bus.progress(getRouteId()).cursor(),
                new Backend.Flow(subscription.batchSize(), subscription.overflow(), held()), this::send,
                () -> backends.overlays().of(getRouteId()));
        lanes = new Lanes(bus, backend, this);
        backends.started(backend, lanes);
        lanes.start();
    }

    @Override
    public Lanes.Run begin() {
        Progress progress = bus.progress(getRouteId());
        Overflow overflow = overflow(progress);
        Feed feed = new Feed(bus, backend, progress, subscription.concurrency());
        ReplayFeed replays = new ReplayFeed(bus, backend, subscription.concurrency());
        List<Lane> made = new ArrayList<>();
        for (int number = 0; number < subscription.concurrency(); number++) {
            made.add(new Lane(number, feed, replays, bus, backend, backends, subscription, overflow, this::send));
        }
        return new Lanes.Run(made, getEndpoint().getCamelContext().getExecutorServiceManager().newFixedThreadPool(this,
                "bus-" + getRouteId(), made.size()), feed);
    }

    @Override
    public void over(Lanes.Run run) {
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(run.threads());
    }

    private Overflow overflow(Progress progress) {
        Overflow overflow = new Overflow(subscription.overflow(), getRouteId(), held(), progress.told());
        for (long seq : progress.suppressed()) {
            Block block = bus.read(seq);
            if (block != null && block.first() <= seq) {
                overflow.leftOut(block.entry(seq));
            }
        }
        Event digest = overflow.unsent();
        if (digest != null && bus.find(digest.id()).isPresent()) {
            // It is on the bus, and a crash came before that was noted: what is left out from now on is for the next one.
            bus.digested(getRouteId(), digest.id());
            overflow.digested();
        }
        return overflow;
    }

    /** After how long what is too much is tried again, or told in a digest. */
    private Duration held() {
        return subscription.overflow() == Overflow.Policy.DELAY ? DELAYED : window();
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
            Answer.expect(exchange);
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
        if (lanes != null) {
            lanes.stop();
            backends.stopped(backend, lanes);
            lanes = null;
        }
        super.doStop();
    }
}
