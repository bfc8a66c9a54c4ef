package io.signalbox.api;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Bus;
import io.signalbox.bus.DeadLetter;
import io.signalbox.event.EventJson;
import io.smallrye.common.annotation.Blocking;

/** What did a backend refuse for good? It need not run any more. */
@Path("/api/v1/backends/{name}/dead-letters")
@Blocking
public class DeadLettersResource {
    private static final int USUAL_LIMIT = 1_000;
    private static final int MOST = 10_000;

    private final Bus bus;

    @Inject
    public DeadLettersResource(Bus bus) {
        this.bus = bus;
    }

    @GET
    @Operation(summary = "What a backend refused for good, oldest first", description = "The answer's `after` goes on where this page ends. `replay` is the replay that is about to send a letter again.")
    public Response all(@PathParam("name") String name, @QueryParam("limit") String limit,
            @QueryParam("after") String after) {
        int most = (int) EventsResource.number("limit", limit, USUAL_LIMIT, MOST);
        List<DeadLetter> found = bus.deadLetters(name,
                after == null ? 0 : EventsResource.number("after", after, 1, Long.MAX_VALUE), most);
        return EventsResource.json(json -> {
            json.writeArrayFieldStart("deadLetters");
            for (DeadLetter dead : found) {
                json.writeStartObject();
                json.writeNumberField("id", dead.id());
                json.writeStringField("at", dead.at().toString());
                json.writeNumberField("attempts", dead.attempts());
                json.writeStringField("reason", dead.reason());
                if (dead.replay() > 0) {
                    json.writeNumberField("replay", dead.replay());
                }
                json.writeFieldName("event");
                EventJson.write(dead.event(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (found.size() == most) {
                json.writeStringField("after", String.valueOf(found.get(found.size() - 1).seq()));
            }
        });
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Throw a dead letter away", description = "The record of its event still says what became of it.")
    public Response one(@PathParam("name") String name, @PathParam("id") String id) {
        long number = EventsResource.number("id", id, 0, Long.MAX_VALUE);
        if (kept(name, List.of(number)) == 0) {
            throw new ApiProblem(404, "No such dead letter", name + " has no dead letter " + number);
        }
        return deleted(1);
    }

    @DELETE
    @Operation(summary = "Throw all dead letters of a backend away", description = "Only where it is said: `?all=true`.")
    public Response every(@PathParam("name") String name, @QueryParam("all") String all) {
        if (!"true".equals(all)) {
            throw new ApiProblem(400, "Bad parameter",
                    "to throw all dead letters of " + name + " away, add ?all=true; one is thrown away by its id");
        }
        return deleted(kept(name, null));
    }

    private int kept(String name, List<Long> letters) {
        return ApiProblem.kept(bus.deleteDeadLetters(name, letters));
    }

    private static Response deleted(int letters) {
        return EventsResource.json(json -> json.writeNumberField("deleted", letters));
    }
}
