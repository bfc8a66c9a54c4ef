package io.signalbox.api;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.event.EventJson;
import io.smallrye.common.annotation.Blocking;

/** Which backends are there, and are they well, in the words of the programs that asked a Wafer sidecar? */
@Path("/v1")
@Blocking
public class IntegrationsResource {
    private final BackendList list;

    @Inject
    public IntegrationsResource(BackendList list) {
        this.list = list;
    }

    @GET
    @Path("/integrations")
    @Operation(summary = "The backends of the route files, and which of them are enabled (as a Wafer sidecar says it)")
    public Response integrations() {
        List<BackendList.Listed> all = list.all();
        List<String> enabled = all.stream().filter(BackendList.Listed::enabled).map(BackendList.Listed::name).toList();
        return EventsResource.json(json -> {
            json.writeNumberField("total", all.size());
            json.writeNumberField("enabled", enabled.size());
            json.writeFieldName("integrations");
            EventJson.value(json, all.stream().map(BackendList.Listed::name).toList());
            json.writeFieldName("enabled_integrations");
            EventJson.value(json, enabled);
        });
    }

    @GET
    @Path("/healthz")
    @Operation(summary = "Whether the backends that run are well (as a Wafer sidecar says it)", description = "`status` is `ok` as long as events are taken in: what a backend does not take waits for it.")
    public Response healthz() {
        return EventsResource.json(json -> {
            json.writeStringField("status", "ok");
            json.writeObjectFieldStart("integrations");
            for (BackendList.Listed backend : list.all().stream().filter(each -> each.running() != null).toList()) {
                json.writeObjectFieldStart(backend.name());
                json.writeStringField("status", backend.running().status());
                if (backend.text() != null) {
                    json.writeStringField("backend", backend.text().kind());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
