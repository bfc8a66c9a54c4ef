package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is somebody told who writes a route of their own that takes events by HTTP? */
class RestEngineTest {
    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void whoLetsCamelReadTheBodyIsToldNotTo() {
        PlatformHttpEndpoint endpoint = camel.getEndpoint("platform-http:/mine?useBodyHandler=true",
                PlatformHttpEndpoint.class);

        assertThatThrownBy(() -> new RestEngine(camel).createConsumer(endpoint, exchange -> {
        })).hasMessageContaining("expected useBodyHandler: false").hasMessageContaining("platform-http:///mine");
    }

    @Test
    void whoLeavesTheEngineOutIsToldToNameIt() {
        assertThatThrownBy(() -> RequestBody.of(new DefaultExchange(camel)))
                .hasMessageContaining("expected useBodyHandler: false and platformHttpEngine: \"#rest-engine\"");
    }
}
