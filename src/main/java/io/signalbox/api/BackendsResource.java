package io.signalbox.api;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Replay;
import io.signalbox.bus.Trial;
import io.signalbox.event.Severity;
import io.smallrye.common.annotation.Blocking;

/** Which backends run, and how are they doing? */
@Path("/api/v1/backends")
@Blocking
public class BackendsResource {
    private final Bus bus;
    private final Backends backends;

    @Inject
    public BackendsResource(Bus bus, Backends backends) {
        this.bus = bus;
        this.backends = backends;
    }

    @GET
    @Operation(summary = "The backends that run")
    public Response all() {
        return EventsResource.json(json -> {
            json.writeArrayFieldStart("backends");
            for (Backend backend : backends.running()) {
                json.writeStartObject();
                members(backend, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One backend")
    public Response one(@PathParam("name") String name) {
        Backend backend = named(backends, name);
        return EventsResource.json(json -> members(backend, json));
    }

    @POST
    @Path("/{name}/test")
    @Operation(summary = "Send a test event to a backend, by its own route, and say what came back", description = "From the severity `warning` on, its end is sent as well, so that no incident stays open. The answer is 200 whether or not the backend took it: see `accepted`.")
    public Response test(@PathParam("name") String name, @QueryParam("severity") String severity) {
        Backend backend = named(backends, name);
        Trial trial = backends.test(backend,
                severity == null ? Severity.INFO : EventsResource.severity("severity", severity));
        return EventsResource.json(json -> {
            json.writeStringField("backend", name);
            json.writeBooleanField("accepted", trial.accepted());
            json.writeStringField("answer", trial.answer());
            json.writeNumberField("millis", trial.took().toMillis());
        });
    }

    static Backend named(Backends backends, String name) {
        Backend backend = backends.named(name);
        if (backend == null) {
            throw new ApiProblem(404, "No such backend", "no backend \"" + name + "\" runs; running are "
                    + String.join(", ", backends.running().stream().map(Backend::name).toList()));
        }
        return backend;
    }

    private void members(Backend backend, JsonGenerator json) throws IOException {
        json.writeStringField("name", backend.name());
        json.writeStringField("status", backend.status());
        json.writeStringField("breaker", backend.breakerState());
        json.writeNumberField("pending", Math.max(0, bus.end() - backend.cursor()));
        json.writeNumberField("delivered", backend.delivered());
        json.writeNumberField("failures", backend.failures());
        json.writeNumberField("deadLetters", backend.deadLetters());
        Replay replay = bus.replays().first(backend.name());
        if (replay != null) {
            json.writeNumberField("replay", replay.number());
        }
        if (backend.lastDeliveryAt() != null) {
            json.writeStringField("lastDelivery", backend.lastDeliveryAt().toString());
        }
        if (backend.lastError() != null) {
            json.writeStringField("lastError", backend.lastError());
            json.writeStringField("lastErrorAt", backend.lastErrorAt().toString());
        }
    }
}
