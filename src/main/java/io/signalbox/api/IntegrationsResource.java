package io.signalbox.api;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.event.EventJson;
import io.signalbox.explain.BackendText;
import io.signalbox.reload.RouteFiles;
import io.smallrye.common.annotation.Blocking;

/** Which backends are there, and are they well, in the words of the programs that asked a Wafer sidecar? */
@Path("/v1")
@Blocking
public class IntegrationsResource {
    private final CamelContext camel;
    private final Backends backends;
    private final RouteFiles files;

    @Inject
    public IntegrationsResource(CamelContext camel, Backends backends,
            @ConfigProperty(name = "signalbox.routes.dir") java.nio.file.Path folder) {
        this.camel = camel;
        this.backends = backends;
        this.files = new RouteFiles(folder);
    }

    @GET
    @Path("/integrations")
    @Operation(summary = "The backends of the route files, and which of them are enabled (as a Wafer sidecar says it)")
    public Response integrations() {
        List<BackendText> all = BackendText.all(files.read());
        List<String> enabled = all.stream()
                .filter(backend -> Boolean.parseBoolean(camel.resolvePropertyPlaceholders(backend.autoStartup())))
                .map(BackendText::name).toList();
        return EventsResource.json(json -> {
            json.writeNumberField("total", all.size());
            json.writeNumberField("enabled", enabled.size());
            json.writeFieldName("integrations");
            EventJson.value(json, all.stream().map(BackendText::name).toList());
            json.writeFieldName("enabled_integrations");
            EventJson.value(json, enabled);
        });
    }

    @GET
    @Path("/healthz")
    @Operation(summary = "Whether the backends that run are well (as a Wafer sidecar says it)", description = "`status` is `ok` as long as events are taken in: what a backend does not take waits for it.")
    public Response healthz() {
        List<BackendText> all = BackendText.all(files.read());
        return EventsResource.json(json -> {
            json.writeStringField("status", "ok");
            json.writeObjectFieldStart("integrations");
            for (Backend backend : backends.running()) {
                json.writeObjectFieldStart(backend.name());
                json.writeStringField("status", backend.status());
                for (BackendText text : all) {
                    if (text.name().equals(backend.name())) {
                        json.writeStringField("backend", text.kind());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
