package io.signalbox.api;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Replay;
import io.signalbox.bus.Replays;
import io.smallrye.common.annotation.Blocking;

/**
 * How far are a backend's replays?
 *
 * <p>
 * {@code {"number":7,"backend":"slack","state":"running","of":"dead-letters","began":…,"events":12,"done":5,"delivered":4,"refused":1}}. Of a
 * span, {@code events} and {@code done} count what is looked at: only what the backend wants is sent; {@code missing} are no longer kept.
 */
@Path("/api/v1/backends/{name}/replays")
@Blocking
public class ReplaysResource {
    private static final int MOST = 100;

    private final Replays replays;
    private final Backends backends;

    @Inject
    public ReplaysResource(Bus bus, Backends backends) {
        this.replays = bus.replays();
        this.backends = backends;
    }

    @GET
    @Operation(summary = "The replays of a backend, newest first")
    public Response all(@PathParam("name") String name) {
        return EventsResource.json(json -> {
            json.writeArrayFieldStart("replays");
            for (Replay replay : replays.of(name, MOST)) {
                json.writeStartObject();
                members(replay, state(replay), json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @GET
    @Path("/{number}")
    @Operation(summary = "One replay")
    public Response one(@PathParam("name") String name, @PathParam("number") String number) {
        return answer(numbered(name, number));
    }

    @DELETE
    @Path("/{number}")
    @Operation(summary = "Stop a replay", description = "What is on its way may still arrive; what is not sent again stays where it was.")
    public Response stop(@PathParam("name") String name, @PathParam("number") String number) {
        Replay replay = numbered(name, number);
        return answer(ApiProblem.kept(replays.stop(replay.number(), Replay.State.STOPPED, null)));
    }

    private Replay numbered(String name, String number) {
        return replays.find(name, EventsResource.number("number", number, 0, Long.MAX_VALUE)).orElseThrow(
                () -> new ApiProblem(404, "No such replay", name + " has no replay " + number));
    }

    private Response answer(Replay replay) {
        return EventsResource.json(json -> members(replay, state(replay), json));
    }

    /** Another one goes first, or the backend does not run: it waits. */
    private String state(Replay replay) {
        if (replay.over()) {
            return replay.state().name().toLowerCase(Locale.ROOT);
        }
        Replay first = replays.first(replay.backend());
        boolean waits = backends.named(replay.backend()) == null
                || first != null && first.number() < replay.number();
        return waits ? "waiting" : "running";
    }

    static void members(Replay replay, String state, JsonGenerator json) throws IOException {
        Replay.Span span = replay.span();
        json.writeNumberField("number", replay.number());
        json.writeStringField("backend", replay.backend());
        json.writeStringField("state", state);
        json.writeStringField("of", span == null ? "dead-letters" : "span");
        if (span != null) {
            time("since", span.since(), json);
            time("until", span.until(), json);
            time("keptSince", span.keptSince(), json);
        }
        time("began", replay.began(), json);
        time("ended", replay.ended(), json);
        json.writeNumberField("events", replay.events());
        json.writeNumberField("done", replay.done());
        json.writeNumberField("delivered", replay.delivered());
        json.writeNumberField("refused", replay.refused());
        if (span != null) {
            json.writeNumberField("missing", replay.missing());
        }
        if (replay.reason() != null) {
            json.writeStringField("reason", replay.reason());
        }
    }

    private static void time(String name, Instant time, JsonGenerator json) throws IOException {
        if (time != null) {
            json.writeStringField(name, time.toString());
        }
    }
}
