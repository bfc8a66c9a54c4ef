package io.signalbox.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.reload.RouteReload;
import io.smallrye.common.annotation.Blocking;

/** Which routes run, since when, and what is wrong with newer ones? */
@Path("/api/v1")
@Blocking
public class GenerationResource {
    private static final int REFUSED = 422;

    private final RouteReload reload;

    @Inject
    public GenerationResource(RouteReload reload) {
        this.reload = reload;
    }

    @GET
    @Path("/generation")
    @Operation(summary = "The generation of the routes that runs, why the newest files are not it, if so, and those that can be gone back to")
    public Response generation() {
        return EventsResource.json(json -> new GenerationJson(reload).write(json));
    }

    @POST
    @Path("/generation/rollback")
    @Operation(summary = "Run what ran before again", description = "`to` is the generation's number; without it, the one before. The files are not rewritten: their next change supersedes this.")
    public Response rollback(@QueryParam("to") String to) {
        RouteReload.Outcome outcome = reload.rollback(to == null ? 0 : number(to));
        if (outcome == null) {
            throw new ApiProblem(404, "No such generation",
                    "there is no " + (to == null ? "generation before this one" : "generation " + to)
                            + " to go back to; GET /api/v1/generation names those that are kept");
        }
        return answer(outcome);
    }

    @POST
    @Path("/reload")
    @Operation(summary = "Take over the route files now", description = "Whether or not they are watched. 422 with all reasons where something is wrong with them: then nothing has changed.")
    public Response reload() {
        return answer(reload.reload());
    }

    private Response answer(RouteReload.Outcome outcome) {
        if (outcome.refusal() == null) {
            return generation();
        }
        return Response.fromResponse(EventsResource.json(json -> {
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", "Not taken over");
            json.writeNumberField("status", REFUSED);
            json.writeStringField("detail", "generation " + outcome.generation().number() + " goes on: "
                    + String.join("; ", outcome.refusal().reasons()));
            new GenerationJson(reload).write(json);
        })).status(REFUSED).type("application/problem+json").build();
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ApiProblem.parameter("to", text, "the number of a generation");
    }
}
