package io.signalbox.api;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ExecutorRecorder;

/** How does {@code platform-http} serve a route that waits for the disk? Without a thread for each request ({@link RestConsumer}). */
@Singleton
@Unremovable
@Named("rest-engine")
public class RestEngine extends VertxPlatformHttpEngine {

    @Inject
    public RestEngine(CamelContext camel) {
        setCamelContext(camel);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (endpoint.isUseBodyHandler()) {
            throw new IllegalArgumentException(
                    "platformHttpEngine: \"#rest-engine\" reads bodies as they arrive; expected"
                            + " useBodyHandler: false beside it, in " + endpoint.getEndpointUri());
        }
        return new RestConsumer(endpoint, processor, getServerPort(), ExecutorRecorder.getCurrent());
    }
}
