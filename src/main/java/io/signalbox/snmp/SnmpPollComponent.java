package io.signalbox.snmp;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultComponent;

/**
 * What does {@code snmp-poll:} mean in a route? Every event about a polled device is one exchange, whose body is a map of the event's
 * attributes.
 *
 * <p>
 * Parameters: {@code devices} (the file), {@code profiles} (the folder), {@code state} (the file in which states are kept), {@code overlay}
 * (the file in which devices are kept that are added and removed while it runs; without it they are forgotten), {@code source}
 * (the events' source; {@code snmp}), {@code maxInFlight} (polls at a time; 256), {@code reloadPeriod} (between looks at the files, in
 * milliseconds; 2000), {@code retryPeriod} (until an event that was not accepted is offered again, in milliseconds; 5000).
 */
public final class SnmpPollComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        // Read by name, not through setters: those would need reflection in a native binary.
        return new SnmpPollEndpoint(uri, this, new SnmpPollEndpoint.Settings(required(parameters, "devices"),
                required(parameters, "profiles"), required(parameters, "state"),
                getAndRemoveParameter(parameters, "overlay", String.class),
                getAndRemoveParameter(parameters, "source", String.class, "snmp"),
                getAndRemoveParameter(parameters, "maxInFlight", Integer.class, 256),
                getAndRemoveParameter(parameters, "reloadPeriod", Long.class, 2_000L),
                getAndRemoveParameter(parameters, "retryPeriod", Long.class, 5_000L)));
    }

    /** How the polls of a route go. */
    public static PollStats stats(Consumer consumer) {
        return ((SnmpPollConsumer) consumer).stats();
    }

    /** The devices that a route polls; empty where no route that runs polls any. */
    public static Optional<PolledDevices> devices(CamelContext camel) {
        return camel.getRoutes().stream().map(Route::getConsumer).filter(SnmpPollConsumer.class::isInstance)
                .map(consumer -> ((SnmpPollConsumer) consumer).devices()).filter(Objects::nonNull).findFirst()
                .map(PolledDevices::new);
    }

    private String required(Map<String, Object> parameters, String name) {
        String value = getAndRemoveParameter(parameters, name, String.class);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "snmp-poll: has no \"" + name + "\"; expected the path of a file or folder");
        }
        return value;
    }
}
