package io.signalbox.snmp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.signalbox.bus.Refused;
import io.signalbox.event.InvalidEvent;

/** What runs while a route polls devices? */
final class SnmpPollConsumer extends DefaultConsumer implements Ledger.Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(SnmpPollConsumer.class);

    private final SnmpPollEndpoint.Settings settings;
    private final List<Closeable> open = new ArrayList<>();
    private volatile Devices devices;
    private volatile Poller poller;

    SnmpPollConsumer(SnmpPollEndpoint endpoint, Processor processor, SnmpPollEndpoint.Settings settings) {
        super(endpoint, processor);
        this.settings = settings;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        try {
            open();
        } catch (Exception e) {
            // Nothing of a half-made start stays: neither a thread nor a socket.
            closeAll();
            throw e;
        }
    }

    private void open() throws Exception {
        Ledger ledger = new Ledger(Path.of(settings.state()), this, settings.retryPeriod());
        open.add(ledger);
        poller = new Poller(new SnmpSession(), settings.maxInFlight(), new Judge(new EventWords(settings.source())),
                ledger);
        open.add(poller);
        devices = new Devices(Path.of(settings.devices()), Path.of(settings.profiles()), this::setting, poller, ledger,
                DeviceOverlay.open(settings.overlay() == null ? null : Path.of(settings.overlay())));
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Poller.threads("snmp-devices"));
        open.add(watch::shutdownNow);
        ledger.start();
        devices.refresh();
        watch.scheduleWithFixedDelay(this::refresh, settings.reloadPeriod(), settings.reloadPeriod(),
                TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            Devices known = devices;
            if (known != null) {
                known.refresh();
            }
        } catch (RuntimeException e) {
            LOG.error("The devices were not read again; those known are polled on", e);
        }
    }

    /** A property of that name (Quarkus finds environment variables as such), or else an environment variable. */
    private String setting(String name) {
        String value = getEndpoint().getCamelContext().getPropertiesComponent().resolveProperty(name).orElse(null);
        return value == null || value.isEmpty() ? System.getenv(name) : value;
    }

    PollStats stats() {
        return poller.stats();
    }

    /** Null until it is started. */
    Devices devices() {
        return devices;
    }

    List<Mistake> mistakes() {
        return devices.mistakes();
    }

    @Override
    public void deliver(Map<String, Object> event) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(event);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    public boolean hopeless(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEvent || cause instanceof Refused) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void doStop() throws Exception {
        closeAll();
        super.doStop();
    }

    private void closeAll() {
        // First nobody asks any more, then what is known is written.
        Collections.reverse(open);
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.warn("SNMP polling did not stop cleanly: {}", e.getMessage());
            }
        }
        open.clear();
        devices = null;
    }
}
