package io.signalbox.protocol;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.arc.Unremovable;

/** How is an endpoint, and has that changed? The body is its address; afterwards it is what an event is made of, or null. */
@ApplicationScoped
@Unremovable
@Named("probe")
public class Probe implements Processor {
    private enum Health {
        HEALTHY, DEGRADED, FAILED
    }

    private record Seen(Health health, String detail, long millis) {
    }

    /** What was last told of an endpoint, and how often it has failed since. */
    private record Told(Health health, int failures) {
    }

    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final Duration timeout;
    private final Duration slow;
    private final int failuresUntilFailed;
    private final HttpClient http;

    @Inject
    public Probe(@ConfigProperty(name = "timer-probes.timeout", defaultValue = "5s") Duration timeout,
            @ConfigProperty(name = "timer-probes.slow", defaultValue = "2s") Duration slow,
            @ConfigProperty(name = "timer-probes.failures", defaultValue = "2") int failuresUntilFailed) {
        this.timeout = timeout;
        this.slow = slow;
        this.failuresUntilFailed = failuresUntilFailed;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        String endpoint = exchange.getMessage().getBody(String.class).strip();
        exchange.getMessage().setBody(endpoint.isEmpty() ? null : change(endpoint, see(endpoint)));
    }

    /** One at a time: a slow answer may come in beside the next. */
    private synchronized Map<String, Object> change(String endpoint, Seen seen) {
        Told before = told.getOrDefault(endpoint, new Told(null, 0));
        int failures = seen.health == Health.FAILED ? before.failures + 1 : 0;
        if (seen.health == before.health || seen.health == Health.FAILED && failures < failuresUntilFailed) {
            told.put(endpoint, new Told(before.health, failures));
            return null;
        }
        told.put(endpoint, new Told(seen.health, failures));
        // Without a user's name and password, which may stand in an address.
        String component = endpoint.replaceFirst("//[^/@]*@", "//");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("component", component);
        data.put("response_time_ms", seen.millis);
        data.put("detail", seen.detail);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "health.component." + seen.health.name().toLowerCase(java.util.Locale.ROOT));
        event.put("subject", component);
        event.put("message", seen.detail);
        event.put("data", data);
        return event;
    }

    private Seen see(String endpoint) throws InterruptedException {
        long began = System.nanoTime();
        try {
            URI uri = URI.create(endpoint);
            String detail = "tcp".equals(uri.getScheme()) ? connect(uri) : request(uri);
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            if (detail.startsWith("5")) {
                return new Seen(Health.FAILED, "answered " + detail, millis);
            }
            boolean well = !detail.startsWith("4") && millis <= slow.toMillis();
            return new Seen(well ? Health.HEALTHY : Health.DEGRADED, "answered " + detail + " after " + millis + " ms",
                    millis);
        } catch (IOException | IllegalArgumentException e) {
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Seen(Health.FAILED, "no answer: " + why, millis);
        }
    }

    private String connect(URI uri) throws IOException {
        if (uri.getPort() < 0) {
            throw new IllegalArgumentException("expected tcp://host:port");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) timeout.toMillis());
            return "a connection";
        }
    }

    private String request(URI uri) throws IOException, InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
        return String.valueOf(http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
}
