package io.signalbox.api;

import java.time.Instant;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Overlay;
import io.signalbox.bus.Trial;
import io.signalbox.event.Severity;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;

/** Which backends are there, and how are they doing? */
@Path("/api/v1/backends")
@Blocking
public class BackendsResource {
    private final Bus bus;
    private final Backends backends;
    private final BackendList list;
    private final OverlayChange changes;

    @Inject
    public BackendsResource(Bus bus, Backends backends, BackendList list, OverlayChange changes) {
        this.bus = bus;
        this.backends = backends;
        this.list = list;
        this.changes = changes;
    }

    @GET
    @Operation(summary = "The backends, those that are not enabled too", description = "With `running=true`, only those that run. `status` is `healthy`, `degraded` after a failure, `failed` while nothing gets through, `paused`, `stopped` where it is enabled and does not run, or `disabled`.")
    public Response all(@QueryParam("running") boolean running) {
        BackendJson shown = new BackendJson(bus, list);
        return EventsResource.json(json -> {
            json.writeArrayFieldStart("backends");
            for (BackendList.Listed backend : list.all()) {
                if (!running || backend.running() != null) {
                    json.writeStartObject();
                    shown.write(backend, json);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One backend")
    public Response one(@PathParam("name") String name) {
        BackendList.Listed backend = list.named(name);
        return EventsResource.json(json -> new BackendJson(bus, list).write(backend, json));
    }

    @POST
    @Path("/{name}/pause")
    @Operation(summary = "Send a backend nothing until it is resumed", description = "Its events wait for it, and it keeps its place; it stays paused over a restart. What is on its way is let through if it ends within two seconds, or else broken off and sent again later.")
    public Response pause(@PathParam("name") String name, @Context HttpServerRequest by) {
        changes.make(name, by, "paused", overlay -> overlay.pausedAt(Instant.now()));
        return one(name);
    }

    @POST
    @Path("/{name}/resume")
    @Operation(summary = "Let a paused backend go on where it stopped")
    public Response resume(@PathParam("name") String name, @Context HttpServerRequest by) {
        changes.make(name, by, "resumed", Overlay::resumed);
        return one(name);
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
}
