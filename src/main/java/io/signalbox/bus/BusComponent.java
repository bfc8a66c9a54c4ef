package io.signalbox.bus;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.TimeUtils;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Severity;

/**
 * What does {@code bus:} mean in a route?
 *
 * <ul>
 * <li>{@code to: bus:logging,alerting} puts an event, a list of events, or a group of a batch on channels;
 * <li>{@code to: bus:commit} appends a routed batch, and goes on when it is durable;
 * <li>{@code from: bus:alerting} is one backend's subscription: parameters {@code minSeverity}, {@code types}, {@code requiredTags},
 * {@code batchSize}, {@code batchTimeout}, {@code concurrency}, {@code overflow};
 * <li>{@code to: bus:overflow} says that the route's throttle did not let an event through;
 * <li>{@code to: bus:dead-letters} and {@code to: bus:retry} say what becomes of events that a backend did not accept; parameters of the
 * latter: {@code failure} (refused, throttled, unreachable, bug), {@code initialDelay}, {@code maximumDelay}, {@code maximumAttempts},
 * {@code openAfter}.
 * </ul>
 */
public final class BusComponent extends DefaultComponent {
    private static final int MOST = 100_000;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        List<String> channels = words(remaining);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException(
                    "bus: names no channel; expected bus:logging, or several as bus:logging,monitoring");
        }
        Subscription subscription = new Subscription(channels, severity(parameters),
                words(text(parameters, "types", "")),
                words(text(parameters, "requiredTags", "")), number(parameters, "batchSize", 1, 1),
                duration(parameters, "batchTimeout", "0"),
                number(parameters, "concurrency", 1, 1), overflow(parameters));
        Retry retry = new Retry(failure(parameters),
                new Backoff(duration(parameters, "initialDelay", "1s"), duration(parameters, "maximumDelay", "5m")),
                number(parameters, "maximumAttempts", 0, 0), number(parameters, "openAfter", 1, Retry.OPEN_AFTER));
        return new BusEndpoint(uri, this, subscription, retry);
    }

    Bus bus() {
        return one(Bus.class);
    }

    Catalogue catalogue() {
        return one(Catalogue.class);
    }

    Backends backends() {
        return one(Backends.class);
    }

    private <T> T one(Class<T> type) {
        T found = getCamelContext().getRegistry().findSingleByType(type);
        if (found == null) {
            throw new IllegalStateException("the registry holds no " + type.getSimpleName() + " for bus: endpoints");
        }
        return found;
    }

    private Severity severity(Map<String, Object> parameters) {
        String word = text(parameters, "minSeverity", "debug");
        return Severity.of(word).orElseThrow(() -> new IllegalArgumentException(
                "minSeverity is \"" + word + "\"; expected debug, info, warning, error or critical"));
    }

    private String text(Map<String, Object> parameters, String name, String otherwise) {
        return getAndRemoveParameter(parameters, name, String.class, otherwise);
    }

    private Overflow.Policy overflow(Map<String, Object> parameters) {
        String word = text(parameters, "overflow", "delay");
        return Arrays.stream(Overflow.Policy.values()).filter(each -> each.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "overflow is \"" + word + "\"; expected delay, digest or drop"));
    }

    private Failure failure(Map<String, Object> parameters) {
        String word = text(parameters, "failure", "refused");
        return Arrays.stream(Failure.values()).filter(each -> each.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "failure is \"" + word + "\"; expected refused, throttled, unreachable or bug"));
    }

    private int number(Map<String, Object> parameters, String name, int least, int otherwise) {
        int number = getAndRemoveParameter(parameters, name, Integer.class, otherwise);
        if (number < least || number > MOST) {
            throw new IllegalArgumentException(
                    name + " is " + number + "; expected a number from " + least + " to " + MOST);
        }
        return number;
    }

    private long duration(Map<String, Object> parameters, String name, String otherwise) {
        String text = text(parameters, name, otherwise);
        try {
            return TimeUtils.toMilliSeconds(text);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    name + " is \"" + text + "\"; expected a duration such as 500ms, 30s or 5m", e);
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }
}
