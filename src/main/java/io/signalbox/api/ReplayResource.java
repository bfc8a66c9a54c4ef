package io.signalbox.api;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Replay;
import io.signalbox.bus.Replays;
import io.smallrye.common.annotation.Blocking;

/** What is a backend to be sent again? */
@Path("/api/v1/backends/{name}/replay")
@Blocking
public class ReplayResource {
    private final Replays replays;
    private final Backends backends;

    @Inject
    public ReplayResource(Bus bus, Backends backends) {
        this.replays = bus.replays();
        this.backends = backends;
    }

    @POST
    @Operation(summary = "Deliver dead letters, or a span of the journal, again", description = "One of: `id` (dead letters, repeatable), `all` (of them), or `since` and `until` (what was accepted then and passes the backend's channels and filter), in the query or as JSON. Each event carries the tag `replay` and its old id. The answer comes at once; `/replays/{number}` says how far it is.")
    public Response begin(@PathParam("name") String name, @QueryParam("id") List<String> id,
            @QueryParam("all") String all, @QueryParam("since") String since, @QueryParam("until") String until,
            String body) {
        Backend backend = BackendsResource.named(backends, name);
        ReplayAsked asked = body == null || body.isBlank()
                ? ReplayAsked.of(id, all, since, until)
                : ReplayAsked.of(body);
        CompletableFuture<Replay> begun = asked.isSpan()
                ? replays.begin(backend.name(), asked.since(), asked.until())
                : replays.begin(backend.name(), asked.letters());
        Replay replay = ApiProblem.kept(begun);
        if (asked.letters() != null && replay.events() == 0) {
            String none = name + " has no dead letter " + String.join(" or ",
                    asked.letters().stream().map(String::valueOf).toList()) + " that is not on its way already";
            ApiProblem.kept(replays.stop(replay.number(), Replay.State.STOPPED, none));
            throw new ApiProblem(404, "No such dead letter", none);
        }
        return Response.fromResponse(EventsResource.json(json -> ReplaysResource.members(replay, "running", json)))
                .status(Response.Status.ACCEPTED)
                .location(URI.create("/api/v1/backends/" + name + "/replays/" + replay.number())).build();
    }
}
