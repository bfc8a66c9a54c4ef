package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;

/**
 * What does a Pushgateway receive? Everything that a sink has counted since it started, which takes the place of what it had: a gateway
 * keeps the last it was told and adds nothing up. Each sink counts for itself.
 *
 * <p>
 * Sets the body, the path with the grouping key, and {@code pushed}, by which {@link PrometheusPushed} counts the events once the gateway has
 * them: what is pushed again after a failure is not counted twice.
 *
 * @see <a href="https://github.com/prometheus/pushgateway#url">Pushgateway</a>
 */
@RegisterForReflection // Kamelets make it by its class name
public final class PrometheusPush implements Processor {
    private final EventSeries series = new EventSeries();
    private final String path;

    /**
     * @param job
     *            the group's job
     * @param instance
     *            the group's instance; empty for none
     */
    public PrometheusPush(String job, String instance) {
        path = "metrics/" + label("job", job) + (instance.isBlank() ? "" : "/" + label("instance", instance));
    }

    /** Events that the gateway doesn't have yet. */
    record Pushed(EventSeries series, List<Event> events) {
    }

    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        EventSeries next = series.copy();
        next.add(events);
        exchange.setVariable("pushed", new Pushed(series, events));
        Message message = exchange.getMessage();
        message.setBody(MetricText.of(next).getBytes(UTF_8));
        message.setHeader(Exchange.HTTP_PATH, path);
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    }

    /** A value that a path can't carry as it is goes as base64, which the gateway knows by the name. */
    private static String label(String name, String value) {
        if (value.matches("[A-Za-z0-9_.:-]+") && !value.matches("\\.+")) {
            return name + "/" + value;
        }
        return name + "@base64/" + (value.isEmpty()
                ? "="
                : Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(UTF_8)));
    }
}
