package io.signalbox.api;

import java.io.IOException;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.signalbox.event.EventJson;
import io.signalbox.snmp.BadDevices;
import io.signalbox.snmp.Device;
import io.signalbox.snmp.PolledDevices;
import io.signalbox.snmp.SnmpPollComponent;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;

/** Which devices are polled? They are added and removed while it runs, over what {@code devices.yaml} says. */
@Path("/api/v1/devices")
@Blocking
public class DevicesResource {
    private static final int MOST_NAMED = 20;

    private final CamelContext camel;

    @Inject
    public DevicesResource(CamelContext camel) {
        this.camel = camel;
    }

    @GET
    @Operation(summary = "The devices that are polled, and whether they answer", description = "`from` is `file` (devices.yaml) or `api`; `removed` are those of the file that were removed by the API. No secrets are shown.")
    public Response all() {
        PolledDevices polled = SnmpPollComponent.devices(camel).orElse(null);
        return EventsResource.json(json -> {
            json.writeBooleanField("polling", polled != null);
            json.writeArrayFieldStart("devices");
            for (PolledDevices.Polled each : polled == null ? List.<PolledDevices.Polled>of() : polled.all()) {
                json.writeStartObject();
                members(each, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("removed");
            EventJson.value(json, polled == null ? List.of() : polled.removed());
        });
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Poll a device from now on", description = "The fields are those of devices.yaml, whose defaults count too; secrets only as `${SNMP_…}`, an environment variable. One of the file's of that id is replaced; with nothing but the id of one, the file counts again. Durable when it is answered.")
    public Response add(String body, @Context HttpServerRequest by) {
        PolledDevices polled = polled();
        ObjectNode device = JsonBody.object(body,
                "{\"id\": \"hp-104\", \"host\": \"192.0.2.4\", \"profile\": \"printer\"}");
        String id = device.path("id").asText();
        try {
            polled.add(device);
        } catch (BadDevices e) {
            throw new ApiProblem(400, "Bad device", e.getMessage());
        } catch (IOException e) {
            throw notKept(e);
        }
        OverlayChange.said(by, "Device " + id + ": added");
        PolledDevices.Polled added = polled.all().stream().filter(each -> each.device().id().equals(id)).findFirst()
                .orElseThrow(() -> new ApiProblem(409, "Not polled", id
                        + " is kept, and will be polled when what is wrong in devices.yaml or its profile is right"));
        return Response.fromResponse(EventsResource.json(json -> members(added, json)))
                .status(Response.Status.CREATED).build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Poll a device no more", description = "What it had open ends. Durable when it is answered; POST its id to have one of the file's back.")
    public Response remove(@PathParam("id") String id, @Context HttpServerRequest by) {
        PolledDevices polled = polled();
        try {
            if (!polled.remove(id)) {
                List<String> known = polled.all().stream().map(each -> each.device().id()).toList();
                throw new ApiProblem(404, "No such device", "no device \"" + id + "\" is polled; polled are "
                        + String.join(", ", known.stream().limit(MOST_NAMED).toList())
                        + (known.size() > MOST_NAMED ? " and " + (known.size() - MOST_NAMED) + " more" : ""));
            }
        } catch (IOException e) {
            throw notKept(e);
        }
        OverlayChange.said(by, "Device " + id + ": removed");
        return EventsResource.json(json -> json.writeStringField("removed", id));
    }

    private PolledDevices polled() {
        return SnmpPollComponent.devices(camel).orElseThrow(() -> new ApiProblem(409, "Nothing is polled",
                "no route that polls devices runs; set snmp.enabled=true (SNMP_ENABLED) and start again"));
    }

    private static ApiProblem notKept(IOException e) {
        return new ApiProblem(503, "Not kept",
                "this could not be kept, and has not changed anything: " + e + "; see to the disk, and ask again");
    }

    private static void members(PolledDevices.Polled polled, JsonGenerator json) throws IOException {
        Device device = polled.device();
        json.writeStringField("id", device.id());
        json.writeStringField("name", device.name());
        json.writeStringField("host", device.host());
        json.writeNumberField("port", device.port());
        json.writeStringField("version", device.access().version());
        json.writeStringField("profile", device.profile());
        json.writeStringField("interval", device.interval().toMillis() + "ms");
        json.writeFieldName("tags");
        EventJson.value(json, device.tags());
        optional(json, "location", device.location());
        optional(json, "department", device.department());
        optional(json, "model", device.model());
        json.writeStringField("from", polled.added() ? "api" : "file");
        json.writeStringField("status",
                polled.offline()
                        ? "offline"
                        : polled.answers() == null ? "unknown" : polled.answers() ? "online" : "silent");
        optional(json, "lastError", polled.trouble());
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
