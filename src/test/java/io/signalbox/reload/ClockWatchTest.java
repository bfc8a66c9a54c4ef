package io.signalbox.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What becomes of a route's throttle when the clock was set back? */
class ClockWatchTest {
    private static final long HOUR_MILLIS = 3_600_000;

    private final List<String> got = new CopyOnWriteArrayList<>();

    @Test
    void aThrottleInsideAKameletBeginsAfreshWithTheRouteThatGoesThroughIt() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("slow-sink").templateParameter("name").from("kamelet:source").throttle(1)
                            .timePeriodMillis(HOUR_MILLIS).rejectExecution(true)
                            .process(exchange -> got.add(exchange.getMessage().getBody(String.class)));
                    from("direct:slack").routeId("slack").to("kamelet:slow-sink?name=slack");
                }
            });
            camel.start();
            ProducerTemplate events = camel.createProducerTemplate();
            events.send("direct:slack", exchange -> exchange.getMessage().setBody("through"));
            events.send("direct:slack", exchange -> exchange.getMessage().setBody("too much"));
            assertThat(got).containsExactly("through");

            new ClockWatch(camel).refresh(camel.getRoute("slack"));
            events.send("direct:slack", exchange -> exchange.getMessage().setBody("afterwards"));
            assertThat(got).containsExactly("through", "afterwards");
        }
    }
}
