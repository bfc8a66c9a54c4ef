package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Space;

/**
 * Can events be taken in? Not while the disk is full or fails. That a backend is away is shown but is no reason to send this process no more events: they wait on the bus.
 */
@Readiness
@ApplicationScoped
public class BackendsHealth implements HealthCheck {
    private final Bus bus;
    private final Backends backends;

    @Inject
    public BackendsHealth(Bus bus, Backends backends) {
        this.bus = bus;
        this.backends = backends;
    }

    @Override
    public HealthCheckResponse call() {
        Space space = bus.space();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("bus").status(space.refusal() == null)
                .withData("events", bus.end() - 1);
        if (space.refusal() != null) {
            answer.withData("refusal", space.refusal());
        }
        if (space.damaged() > 0) {
            answer.withData("damaged", space.damaged());
        }
        backends.running().forEach(backend -> answer.withData(backend.name(), backend.status()));
        return answer.build();
    }
}
