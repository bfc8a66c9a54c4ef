package io.signalbox.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Which exchanges are made and sent, and with which headers? */
final class Watch extends EventNotifierSupport implements AutoCloseable {
    /** An exchange at its start (where is {@code null}), or on its way to an endpoint. */
    record Seen(String where, Map<String, Object> headers) {
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CamelContext camel;

    Watch(CamelContext camel) {
        this.camel = camel;
        setIgnoreExchangeEvents(false);
        start();
        camel.getManagementStrategy().addEventNotifier(this);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeSendingEvent sending) {
            note(sending.getEndpoint().getEndpointUri(), sending);
        } else if (event instanceof CamelEvent.ExchangeCreatedEvent created) {
            note(null, created);
        }
    }

    private void note(String where, CamelEvent.ExchangeEvent event) {
        // Our own backends' exchanges begin at the bus, and are another matter.
        if (event.getExchange().getProperty("SignalboxBackend") == null) {
            seen.add(new Seen(where, Map.copyOf(withoutNulls(event))));
        }
    }

    private static Map<String, Object> withoutNulls(CamelEvent.ExchangeEvent event) {
        Map<String, Object> headers = new java.util.HashMap<>(event.getExchange().getMessage().getHeaders());
        headers.values().removeIf(java.util.Objects::isNull);
        return headers;
    }

    /** How many exchanges went to an endpoint. */
    long sentTo(String uri) {
        return seen.stream().filter(each -> uri.equals(each.where)).count();
    }

    @Override
    public void close() {
        camel.getManagementStrategy().removeEventNotifier(this);
        stop();
    }
}
