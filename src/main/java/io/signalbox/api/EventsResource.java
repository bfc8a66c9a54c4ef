package io.signalbox.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Search;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;
import io.smallrye.common.annotation.Blocking;

/** Which events were accepted, and what became of them? */
@Path("/api/v1/events")
@Blocking
public class EventsResource {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 10_000;
    private static final String PASSED_BY = "passed by: it came before this backend, or was kept back with its problem or by a filter of then";

    private final Bus bus;
    private final Backends backends;

    @Inject
    public EventsResource(Bus bus, Backends backends) {
        this.bus = bus;
        this.backends = backends;
    }

    @GET
    @Operation(summary = "Search the journal, newest first", description = "The answer's `after` goes on where this page ends; a search through very many events ends a page early, after two seconds.")
    public Response search(@QueryParam("type") String type, @QueryParam("minSeverity") String minSeverity,
            @QueryParam("source") String source, @QueryParam("subject") String subject, @QueryParam("tag") String tag,
            @QueryParam("since") String since, @QueryParam("until") String until, @QueryParam("q") String q,
            @QueryParam("limit") String limit, @QueryParam("after") String after) {
        Search search = new Search(type, minSeverity == null ? null : severity("minSeverity", minSeverity), source,
                subject, tag,
                time("since", since),
                time("until", until), q, number("after", after, Long.MAX_VALUE, Long.MAX_VALUE),
                (int) number("limit", limit, USUAL_LIMIT, MOST));
        Found found = bus.search(search);
        return json(json -> {
            json.writeArrayFieldStart("events");
            for (Entry entry : found.entries()) {
                EventJson.write(entry.event(), json);
            }
            json.writeEndArray();
            if (found.after() > 0) {
                json.writeStringField("after", String.valueOf(found.after()));
            }
        });
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One event, its channels, and what became of it at each backend")
    public Response event(@PathParam("id") String id) {
        Entry entry = bus.find(id).orElseThrow(() -> new ApiProblem(404, "No such event",
                "no event of the id \"" + id
                        + "\" is kept; events are forgotten signalbox.journal.retention after their delivery"));
        return json(json -> {
            json.writeFieldName("event");
            EventJson.write(entry.event(), json);
            json.writeStringField("received", entry.received().toString());
            json.writeFieldName("channels");
            EventJson.value(json, bus.channels().names(entry.channels()));
            json.writeArrayFieldStart("deliveries");
            for (Outcome outcome : outcomes(entry)) {
                write(outcome, json);
            }
            json.writeEndArray();
        });
    }

    /** What the bus knows, and {@code filtered} with the condition that said no where a backend did not want the event. */
    private List<Outcome> outcomes(Entry entry) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        bus.outcomes(entry.seq()).forEach(outcome -> outcomes.put(outcome.backend(), outcome));
        for (Backend backend : backends.running()) {
            Outcome known = outcomes.get(backend.name());
            if (known == null || known.outcome().equals(Outcome.PENDING)) {
                outcomes.put(backend.name(), outcome(backend, entry, known != null));
            }
        }
        return List.copyOf(outcomes.values());
    }

    private static Outcome outcome(Backend backend, Entry entry, boolean ahead) {
        String refusal = backend.refusal(entry);
        if (refusal == null && ahead) {
            return backend.pending(entry.seq());
        }
        return new Outcome(backend.name(), Outcome.FILTERED, 0, null, refusal == null ? PASSED_BY : refusal);
    }

    private static void write(Outcome outcome, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("backend", outcome.backend());
        json.writeStringField("outcome", outcome.outcome());
        if (outcome.attempts() > 0) {
            json.writeNumberField("attempts", outcome.attempts());
        }
        if (outcome.at() != null) {
            json.writeStringField("at", outcome.at().toString());
        }
        if (outcome.replay() > 0) {
            json.writeNumberField("replay", outcome.replay());
        }
        if (outcome.answer() != null) {
            json.writeStringField("answer", outcome.answer());
        }
        json.writeEndObject();
    }

    static Severity severity(String parameter, String word) {
        return Severity.of(word).orElseThrow(
                () -> ApiProblem.parameter(parameter, word, "debug, info, warning, error or critical"));
    }

    static Instant time(String name, String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiProblem.parameter(name, text, "a time such as 2026-11-21T08:00:00Z");
        }
    }

    static long number(String name, String text, long usual, long most) {
        try {
            long number = text == null ? usual : Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ApiProblem.parameter(name, text, "a number from 1 to " + most);
    }

    /** Writes the members of a JSON object. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static Response json(Members members) {
        return Response.ok(bytes(members), MediaType.APPLICATION_JSON_TYPE).build();
    }

    static byte[] bytes(Members members) {
        try (ByteArrayBuilder out = new ByteArrayBuilder();
                JsonGenerator json = EventJson.FACTORY.createGenerator((OutputStream) out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
