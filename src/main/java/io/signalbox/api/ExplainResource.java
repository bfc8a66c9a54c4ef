package io.signalbox.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Backends;
import io.signalbox.event.InvalidEvent;
import io.signalbox.explain.Explainer;
import io.signalbox.explain.Explanation;
import io.smallrye.common.annotation.Blocking;

/** What would happen to an event? */
@Path("/api/v1/explain")
@Blocking
public class ExplainResource {
    private final Explainer explainer;
    private final Backends backends;

    @Inject
    public ExplainResource(Explainer explainer, Backends backends) {
        this.explainer = explainer;
        this.backends = backends;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "What would happen to an event; nothing is sent, and nothing is kept", description = "The event after intake, the branch of the router, the channels, and for each backend whether it passes, the condition that says no, and the request that would be sent, with its secrets masked. Asked of the route files as they are now.")
    public Response explain(byte[] body) throws Exception {
        try {
            Explanation explanation = explainer.explain(body);
            return EventsResource.json(json -> new ExplanationJson(backends).write(explanation, json));
        } catch (InvalidEvent e) {
            throw new ApiProblem(400, "Not an event",
                    (e.field() == null ? "the body " : e.field() + " ") + e.getMessage());
        }
    }
}
