package io.signalbox.sinks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.fakes.StrictFake;

/** What did a sink send? A backend on loopback that answers as it is told and remembers every request. */
final class FakeBackend implements AutoCloseable {
    /**
     * An answer.
     *
     * @param delay
     *            how long to wait before it
     * @param reset
     *            true for none at all: the connection is closed after the request
     */
    record Reply(int status, Map<String, String> headers, byte[] body, Duration delay, boolean reset) {
    }

    /** A request; its header names are in lower case, its body as it was before compression. */
    record Request(String line, Map<String, List<String>> headers, byte[] body) {
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Function<Request, Reply> answers;

    FakeBackend(Reply reply) throws IOException {
        this(request -> reply);
    }

    /** One that judges requests, as its vendor would. */
    FakeBackend(StrictFake strict) throws IOException {
        this(request -> {
            StrictFake.Answer answer = strict.answer(request.line(), request.headers(), request.body());
            return new Reply(answer.status(), Map.of("Content-Type", "application/json"),
                    answer.body().getBytes(StandardCharsets.UTF_8), Duration.ZERO, false);
        });
    }

    FakeBackend(Function<Request, Reply> answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            Map<String, List<String>> headers = new java.util.TreeMap<>();
            http.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values));
            boolean gzip = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
            var in = gzip ? new GZIPInputStream(http.getRequestBody()) : http.getRequestBody();
            Request request = new Request(http.getRequestMethod() + " " + http.getRequestURI(), headers,
                    in.readAllBytes());
            requests.add(request);
            Reply reply = answers.apply(request);
            if (!reply.delay().isZero() && closed.await(reply.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (!reply.reset()) {
                reply.headers().forEach(http.getResponseHeaders()::set);
                http.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
                http.getResponseBody().write(reply.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
