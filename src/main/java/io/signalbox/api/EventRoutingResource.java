package io.signalbox.api;

import java.time.Instant;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.databind.node.TextNode;

import io.signalbox.bus.EventRule;
import io.signalbox.bus.Overlay;
import io.signalbox.event.Catalogue;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;

/** Which events does a backend get no longer, by what is laid over its route file? */
@Path("/api/integrations/connections/{name}/event-routing")
@Blocking
public class EventRoutingResource {
    private static final int MOST_RULES = 100;

    private final BackendList list;
    private final OverlayChange changes;
    private final Catalogue catalogue;

    @Inject
    public EventRoutingResource(BackendList list, OverlayChange changes, Catalogue catalogue) {
        this.list = list;
        this.changes = changes;
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "The rules laid over a backend's route file")
    public Response rules(@PathParam("name") String name) {
        return answer(name, list.named(name).overlay());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Lay a rule over a backend's route file, in place of the one for that type", description = "It narrows what the file says and never widens it; an event has to pass every rule for its type. `enabled: false` stops the type; each of `filters` is a field of the event's data, or an attribute, with the values that it may have. The end of a problem goes where its problem went. Durable when it is answered.")
    public Response lay(@PathParam("name") String name, String body, @Context HttpServerRequest by) {
        EventRule rule = RuleAsked.of(body, catalogue, Instant.now());
        if (list.named(name).overlay().with(rule).rules().size() > MOST_RULES) {
            throw new ApiProblem(400, "Too many rules",
                    name + " has " + MOST_RULES + " rules; take some away, or name several types by a pattern");
        }
        return answer(name, changes.make(name, by, "gets events of type " + rule.eventType() + " with "
                + (rule.enabled() ? rule.filters().isEmpty() ? "no condition" : rule.filters() : "enabled=false"),
                overlay -> overlay.with(rule)));
    }

    @DELETE
    @Operation(summary = "Take the rule for a type away, or without `event_type` all of them")
    public Response remove(@PathParam("name") String name, @QueryParam("event_type") String type,
            @Context HttpServerRequest by) {
        if (type == null) {
            return answer(name,
                    changes.make(name, by, "no rules are laid over its file any more", Overlay::withoutRules));
        }
        String wanted = RuleAsked.type("event_type", TextNode.valueOf(type), catalogue);
        Overlay before = list.named(name).overlay();
        if (before.without(wanted).equals(before)) {
            throw new ApiProblem(404, "No such rule", name + " has no rule for " + wanted + "; "
                    + (before.rules().isEmpty()
                            ? "it has none"
                            : "expected one of " + String.join(", ",
                                    before.rules().stream().map(EventRule::eventType).toList())));
        }
        return answer(name, changes.make(name, by, "no rule for " + wanted + " any more",
                overlay -> overlay.without(wanted)));
    }

    private static Response answer(String name, Overlay overlay) {
        return EventsResource.json(json -> {
            json.writeStringField("connection", name);
            BackendJson.rules(overlay, json);
        });
    }
}
