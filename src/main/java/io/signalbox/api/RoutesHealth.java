package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.signalbox.reload.Refusal;
import io.signalbox.reload.RouteReload;

/** Do the routes run that the files describe? If not, those before them do: that is worth a word, and no reason to send no more events. */
@Readiness
@ApplicationScoped
public class RoutesHealth implements HealthCheck {
    private final RouteReload reload;

    @Inject
    public RoutesHealth(RouteReload reload) {
        this.reload = reload;
    }

    @Override
    public HealthCheckResponse call() {
        Refusal refusal = reload.refusal();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("routes").up()
                .withData("generation", reload.current().number())
                .withData("status", refusal == null && reload.lost().isEmpty() ? "healthy" : "degraded");
        if (refusal != null) {
            answer.withData("refused", String.join("\n", refusal.reasons()));
        }
        if (!reload.lost().isEmpty()) {
            answer.withData("missing", String.join(", ", reload.lost()));
        }
        return answer.build();
    }
}
