package io.signalbox.oracle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Bus;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.GroupHeaders;
import io.signalbox.bus.Normalise;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.journal.Journal;
import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.event.Reading;

/**
 * What of Signalbox can be started and killed within a second? The real journal, bus, intake, router and error handling in a plain Camel
 * context, behind a small front door. It says {@code ready PORT}, and stops when its standard input ends.
 *
 * <p>
 * Its clock runs 60 times as fast, so that what is delivered is forgotten while the test lasts.
 */
public final class LightSignalbox {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final int MOST_DEAD = 1_000_000;

    private final EventReader reader;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Bus bus;
    private final Backends backends;

    /** Its data directory, the time that its clock started, and backends as {@code name=port=subscription}. */
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (Exception e) {
            // The journal's thread would go on by itself.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        FastClock clock = new FastClock(Long.parseLong(arguments[1]));
        Bus bus = Journal.open(Path.of(arguments[0]), clock, WINDOW, RETENTION);
        LightSignalbox signalbox = new LightSignalbox(bus, clock, List.of(arguments).subList(2, arguments.length));
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(Executors.newCachedThreadPool());
        door.createContext("/", signalbox::answer);
        door.start();
        System.out.println("ready " + door.getAddress().getPort());
        while (System.in.read() >= 0) {
            continue;
        }
        signalbox.camel.stop();
        bus.close();
    }

    private LightSignalbox(Bus bus, FastClock clock, List<String> subscriptions) throws Exception {
        this.bus = bus;
        Catalogue catalogue = Catalogue.load();
        this.reader = new EventReader(new Normaliser(catalogue, clock, "light", Duration.ofHours(1)));
        this.backends = new Backends(new Unmeasured(), reason -> reason, new Overlays());
        camel.getRegistry().bind("bus", bus);
        camel.getRegistry().bind("catalogue", catalogue);
        camel.getRegistry().bind("backends", backends);
        camel.getRegistry().bind("normalise", new Normalise(reader));
        camel.getRegistry().bind("group-headers", new GroupHeaders());
        camel.getShutdownStrategy().setTimeout(10);
        OracleRoutes.load(camel);
        for (String subscription : subscriptions) {
            String[] parts = subscription.split("=", 3);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(parts[2]).routeId(parts[0]).process(new LineSink(Integer.parseInt(parts[1])));
                }
            });
        }
        camel.start();
    }

    private void answer(HttpExchange http) throws IOException {
        String path = http.getRequestURI().getPath();
        if (http.getRequestMethod().equals("POST")) {
            accept(http);
        } else if (path.startsWith("/dead-letters/")) {
            StringBuilder json = new StringBuilder("{\"deadLetters\":[");
            String comma = "";
            for (DeadLetter dead : bus.deadLetters(path.substring(14), MOST_DEAD)) {
                json.append(comma).append("{\"reason\":\"").append(dead.reason()).append("\",\"event\":{\"id\":\"")
                        .append(dead.event().id()).append("\"}}");
                comma = ",";
            }
            say(http, 200, json.append("]}").toString());
        } else {
            long slowest = backends.running().stream().mapToLong(Backend::cursor).min().orElse(0);
            say(http, 200, "{\"pending\":" + (bus.end() - slowest) + "}");
        }
    }

    private void accept(HttpExchange http) throws IOException {
        try {
            Reading reading = reader.json(http.getRequestBody().readAllBytes());
            Exchange kept = camel.createProducerTemplate().send("direct:intake",
                    exchange -> exchange.getMessage().setBody(new Batch(reading.events())));
            if (kept.getException() != null || !(kept.getMessage().getBody() instanceof Receipt)) {
                say(http, 503, "{}");
                return;
            }
            List<String> ids = reading.events().stream().map(Event::id).toList();
            say(http, reading.refusals().isEmpty() ? 202 : 207, "{\"ids\":[\"" + String.join("\",\"", ids) + "\"]}");
        } catch (Exception e) {
            say(http, 503, "{}");
        }
    }

    private static void say(HttpExchange http, int status, String json) throws IOException {
        byte[] body = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, body.length);
        http.getResponseBody().write(body);
        http.close();
    }

    private static final class Unmeasured implements Backends.Observer {
        @Override
        public void received(String source, int events) {
            // Nobody looks.
        }

        @Override
        public void started(Backend backend) {
            // Nobody looks.
        }

        @Override
        public void delivered(Backend backend, int events, Duration took, boolean success) {
            // Nobody looks.
        }
    }
}
