package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import io.signalbox.verify.Replies;

/**
 * What did a sink send? A backend on loopback that answers as it is told, or as its vendor would, and remembers every request, and what the
 * vendor would have said to it.
 */
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
    private final List<StrictFake.Answer> answers = new CopyOnWriteArrayList<>();
    private final StrictFake vendor;
    private final Function<Request, Reply> script;
    private volatile Reply reply;
    private volatile Replies replies;
    private volatile int answered;

    FakeBackend(Reply reply) throws IOException {
        this(reply, null);
    }

    /**
     * @param reply
     *            null for what the vendor answers
     * @param vendor
     *            null where there is none
     */
    FakeBackend(Reply reply, StrictFake vendor) throws IOException {
        this(reply, vendor, null);
    }

    /** One that answers to each request as that deserves. */
    FakeBackend(Function<Request, Reply> script) throws IOException {
        this(null, null, script);
    }

    private FakeBackend(Reply reply, StrictFake vendor, Function<Request, Reply> script) throws IOException {
        this.reply = reply;
        this.vendor = vendor;
        this.script = script;
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

    /** What the vendor would have answered to each request. */
    List<StrictFake.Answer> answers() {
        return answers;
    }

    /** From now on it answers so. */
    void answers(Reply next) {
        reply = next;
    }

    /** From now on it answers as its vendor would. */
    void answersByItself() {
        reply = null;
    }

    /** From now on it answers one after another. */
    void answersInTurn(Replies next) {
        replies = next;
        answered = 0;
    }

    /** The vendor's answer counts, also where another one is given. */
    private synchronized Reply judged(HttpExchange http, Request request) {
        Reply told = replies == null ? reply : SinkCase.reply(replies.to(answered++, http.getRequestMethod()));
        if (vendor == null) {
            return script == null ? told : script.apply(request);
        }
        StrictFake.Answer answer = vendor.answer(new StrictFake.Request(http.getRequestMethod(),
                http.getRequestURI().toString(), request.headers(), request.body()));
        answers.add(answer);
        return told != null
                ? told
                : new Reply(answer.status(), answer.headers(), answer.body().getBytes(UTF_8), Duration.ZERO, false);
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
            Reply reply = judged(http, request);
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
