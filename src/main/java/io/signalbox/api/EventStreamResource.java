package io.signalbox.api;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

import io.signalbox.bus.Bus;
import io.signalbox.bus.Search;
import io.signalbox.event.EventJson;
import io.smallrye.mutiny.Multi;

/** Which events come in just now? */
@Path("/api/v1/events/stream")
public class EventStreamResource {
    private static final int MOST_CLIENTS = 64;
    /** A client that is gone is noticed when something is written to it. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final Bus bus;
    private final ExecutorService threads;
    private final long mostBehind;
    private final AtomicInteger clients = new AtomicInteger();

    @Inject
    public EventStreamResource(Bus bus, ExecutorService threads,
            @ConfigProperty(name = "signalbox.stream.most-behind") long mostBehind) {
        this.bus = bus;
        this.threads = threads;
        this.mostBehind = mostBehind;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Follow the events as they come in", description = "Server-sent events: one `data` line each, filtered as in a search. A client that can't keep up gets an event `dropped`, and the stream ends.")
    public Multi<OutboundSseEvent> follow(@QueryParam("type") String type,
            @QueryParam("minSeverity") String minSeverity,
            @QueryParam("source") String source, @QueryParam("subject") String subject, @QueryParam("tag") String tag,
            @Context Sse sse) {
        Search search = new Search(type,
                minSeverity == null ? null : EventsResource.severity("minSeverity", minSeverity), source, subject, tag,
                null, null, null, Long.MAX_VALUE, Integer.MAX_VALUE);
        if (clients.incrementAndGet() > MOST_CLIENTS) {
            clients.decrementAndGet();
            throw new ApiProblem(503, "Too many clients", MOST_CLIENTS + " clients follow the events already");
        }
        // Now, and not when the answer has begun: what comes in between belongs to it.
        long from = bus.end();
        Multi<OutboundSseEvent> events = Multi
                .createFrom().<Tail.Word>publisher(
                        client -> new Tail(bus, from, search, mostBehind, threads, client).start())
                .map(word -> event(sse, word)).onTermination().invoke(clients::decrementAndGet);
        OutboundSseEvent alive = sse.newEventBuilder().comment("signalbox").build();
        Multi<OutboundSseEvent> signs = Multi.createFrom().ticks().startingAfter(SIGN_OF_LIFE).every(SIGN_OF_LIFE)
                .onOverflow().drop().map(tick -> alive);
        Multi<OutboundSseEvent> first = Multi.createFrom().item(alive);
        return Multi.createBy().merging().withRequests(1).streams(first, events.onCompletion().failWith(End::new),
                signs).onFailure(End.class).recoverWithCompletion();
    }

    /** Ends the signs of life together with the events. */
    private static final class End extends RuntimeException {
        End() {
            super(null, null, false, false);
        }
    }

    private static OutboundSseEvent event(Sse sse, Tail.Word word) {
        if (word instanceof Tail.Heard heard) {
            return sse.newEventBuilder().id(heard.entry().event().id()).data(EventJson.text(heard.entry().event()))
                    .build();
        }
        return sse.newEventBuilder().name("dropped").data("this client is " + ((Tail.TooSlow) word).behind()
                + " events behind; the journal has them all (GET /api/v1/events)").build();
    }
}
