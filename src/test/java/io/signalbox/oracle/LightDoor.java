package io.signalbox.oracle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.CommitProducer;
import io.signalbox.bus.CommitProducer.GoesOn;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Replay;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.Reading;

/** What can be asked of a light Signalbox? To take in events, to send some again, and what became of them. */
final class LightDoor {
    private static final int ALL = 1_000_000;
    private static final List<Optional<GoesOn>> WAYS = List.of(Optional.empty(), Optional.of(GoesOn.ON_ANY_THREAD),
            Optional.of(GoesOn.AT_ONCE));

    private final Bus bus;
    private final Backends backends;
    private final EventReader reader;
    private final CamelContext camel;

    LightDoor(Bus bus, Backends backends, EventReader reader, CamelContext camel) {
        this.bus = bus;
        this.backends = backends;
        this.reader = reader;
        this.camel = camel;
    }

    /** Opens it; returns where. */
    int open() throws IOException {
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(Executors.newCachedThreadPool());
        door.createContext("/", this::answer);
        door.start();
        return door.getAddress().getPort();
    }

    private void answer(HttpExchange http) throws IOException {
        String[] path = http.getRequestURI().getPath().split("/");
        try {
            Object answer = switch (path.length == 0 ? "" : path[1]) {
                case "api" -> accept(http.getRequestBody().readAllBytes());
                case "dead-letters" -> deadLetters(path[2]);
                case "left-out" -> leftOut(path[2]);
                case "places" -> places();
                case "letters" -> number(bus.replays().begin(path[2], null).get());
                case "span" -> number(bus.replays().begin(path[2], null, (Instant) null).get());
                case "replays" -> replays(path[2]);
                default -> Map.of("pending", bus.end() - slowest(), "damaged", bus.space().damaged(), "slowest",
                        slowest());
            };
            say(http, path.length > 1 && path[1].equals("api") ? 202 : 200, answer);
        } catch (Exception e) {
            say(http, 503, Map.of());
        }
    }

    private long slowest() {
        return backends.running().stream().mapToLong(Backend::cursor).min().orElse(0);
    }

    private Map<String, ?> accept(byte[] body) throws Exception {
        Reading reading = reader.json(body);
        Exchange kept = camel.createProducerTemplate().send("direct:intake", exchange -> {
            // Each way to wait for the disk as often as the others.
            exchange.setProperty(CommitProducer.GOES_ON, WAYS.get(body.length % WAYS.size()).orElse(null));
            exchange.getMessage().setBody(new Batch(reading.events()));
        });
        if (kept.getMessage().getBody() instanceof CommitProducer.Underway underway) {
            underway.receipt();
        } else if (kept.getException() != null || !(kept.getMessage().getBody() instanceof Receipt)) {
            throw new IOException("not kept");
        }
        return Map.of("ids", reading.events().stream().map(Event::id).toList());
    }

    private static Map<String, ?> number(Replay replay) {
        return Map.of("number", replay.number());
    }

    private Map<String, ?> replays(String backend) {
        return Map.of("replays", bus.replays().of(backend, ALL).stream()
                .map(replay -> Map.of("number", replay.number(), "state", replay.state().name(), "first",
                        replay.span() == null ? 0 : replay.span().first(), "end",
                        replay.span() == null ? 0 : replay.span().end()))
                .toList());
    }

    private Map<String, ?> deadLetters(String backend) {
        return Map.of("events", bus.deadLetters(backend, ALL).stream()
                .map(dead -> Map.of("id", dead.event().id(), "reason", dead.reason())).toList());
    }

    /** What a throttle did not let through, with what the record says of it. */
    private Map<String, ?> leftOut(String backend) {
        List<Map<String, String>> out = new ArrayList<>();
        for (Entry entry : entries()) {
            for (Outcome outcome : bus.outcomes(entry.seq())) {
                boolean leftOut = outcome.outcome().equals(Outcome.SUPPRESSED)
                        || outcome.outcome().equals(Outcome.DROPPED);
                if (outcome.backend().equals(backend) && leftOut) {
                    out.add(Map.of("id", entry.event().id(), "reason",
                            outcome.answer() == null ? outcome.outcome() : outcome.answer()));
                }
            }
        }
        return Map.of("events", out);
    }

    private Map<String, ?> places() {
        return Map.of("events",
                entries().stream().map(entry -> Map.of("seq", entry.seq(), "id", entry.event().id())).toList());
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Block block = bus.read(1); block != null; block = bus.read(block.next())) {
            for (long seq = block.first(); seq < block.next(); seq++) {
                entries.add(block.entry(seq));
            }
        }
        return entries;
    }

    private static void say(HttpExchange http, int status, Object answer) throws IOException {
        byte[] body = Door.JSON.writeValueAsBytes(answer);
        http.sendResponseHeaders(status, body.length);
        http.getResponseBody().write(body);
        http.close();
    }
}
