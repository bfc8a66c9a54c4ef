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
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Trial;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;
import io.smallrye.common.annotation.Blocking;

/** Which backends run, how are they doing, and what did they refuse? */
@Path("/api/v1/backends")
@Blocking
public class BackendsResource {
    private static final int DEAD_LETTERS = 1_000;

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
        Backend backend = named(name);
        return EventsResource.json(json -> members(backend, json));
    }

    @GET
    @Path("/{name}/dead-letters")
    @Operation(summary = "What a backend refused for good, oldest first")
    public Response deadLetters(@PathParam("name") String name) {
        return EventsResource.json(json -> {
            json.writeArrayFieldStart("deadLetters");
            for (DeadLetter dead : bus.deadLetters(name, DEAD_LETTERS)) {
                json.writeStartObject();
                json.writeNumberField("id", dead.id());
                json.writeStringField("at", dead.at().toString());
                json.writeNumberField("attempts", dead.attempts());
                json.writeStringField("reason", dead.reason());
                json.writeFieldName("event");
                EventJson.write(dead.event(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @POST
    @Path("/{name}/test")
    @Operation(summary = "Send a test event to a backend, by its own route, and say what came back", description = "From the severity `warning` on, its end is sent as well, so that no incident stays open. The answer is 200 whether or not the backend took it: see `accepted`.")
    public Response test(@PathParam("name") String name, @QueryParam("severity") String severity) {
        Backend backend = named(name);
        Trial trial = backends.test(backend,
                severity == null ? Severity.INFO : EventsResource.severity("severity", severity));
        return EventsResource.json(json -> {
            json.writeStringField("backend", name);
            json.writeBooleanField("accepted", trial.accepted());
            json.writeStringField("answer", trial.answer());
            json.writeNumberField("millis", trial.took().toMillis());
        });
    }

    private Backend named(String name) {
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
        if (backend.lastDeliveryAt() != null) {
            json.writeStringField("lastDelivery", backend.lastDeliveryAt().toString());
        }
        if (backend.lastError() != null) {
            json.writeStringField("lastError", backend.lastError());
            json.writeStringField("lastErrorAt", backend.lastErrorAt().toString());
        }
    }
}
