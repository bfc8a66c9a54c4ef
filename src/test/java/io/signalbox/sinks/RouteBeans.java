package io.signalbox.sinks;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

import org.apache.camel.impl.DefaultCamelContext;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.api.EventMeasurements;
import io.signalbox.bus.GroupHeaders;
import io.signalbox.bus.Normalise;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;

/** Which beans do our routes and Kamelets name? All that CDI has in the application, on a Camel that knows nothing else. */
public final class RouteBeans {
    private static final EventReader READER = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox", Duration.ofDays(1)));

    private RouteBeans() {
    }

    public static DefaultCamelContext camel() throws IOException, ReflectiveOperationException {
        DefaultCamelContext camel = new DefaultCamelContext();
        SinkContext.bindNamedBeans(camel);
        camel.getRegistry().bind("normalise", new Normalise(READER));
        camel.getRegistry().bind("group-headers", new GroupHeaders());
        camel.getRegistry().bind("eventMeasurements", new EventMeasurements(new SimpleMeterRegistry()));
        return camel;
    }
}
