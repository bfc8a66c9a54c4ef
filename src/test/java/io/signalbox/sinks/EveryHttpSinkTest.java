package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Does every kind of backend that speaks HTTP keep the promises that are the same for all? */
@Timeout(60)
class EveryHttpSinkTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101", Instant.now(),
            Severity.WARNING, State.FIRING, "k", null, "No answer", List.of(), null, Map.of(), null);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void noRedirectIsFollowed(String kind) throws Exception {
        try (FakeBackend thief = answering(200, Map.of(), "{}");
                FakeBackend backend = answering(200, Map.of(), "{}");
                SinkContext sink = new SinkContext(HttpKinds.sink(kind), HttpKinds.with(kind, backend.url()))) {
            for (int status : new int[]{301, 302, 307, 308}) {
                backend.answers(reply(status, Map.of("Location", thief.url() + "/stolen"), "moved"));
                Verdict verdict = Verdict.of(sink.deliver(EVENT, Map.of()).getException());

                assertThat(thief.requests()).as("requests elsewhere after " + status).isEmpty();
                assertThat(verdict.outcome()).as("after " + status).isEqualTo("pending");
                assertThat(verdict.answer()).contains(String.valueOf(status));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void whatABackendQuotesOfOurSecretsIsShownToNobody(String kind) throws Exception {
        AtomicInteger status = new AtomicInteger();
        try (FakeBackend backend = new FakeBackend(request -> reply(status.get(), Map.of(), quoting(request)));
                SinkContext sink = new SinkContext(HttpKinds.sink(kind), HttpKinds.with(kind, backend.url()))) {
            for (int answered : new int[]{200, 400, 401, 403, 404, 422, 429, 500, 503}) {
                status.set(answered);
                Exchange exchange = sink.deliver(EVENT, Map.of());

                String said = words(exchange.getException()) + exchange.getAllProperties().get("SignalboxAnswer");
                for (String secret : HttpKinds.secrets(kind)) {
                    assertThat(said).as("what is said after " + answered).doesNotContain(secret)
                            .doesNotContain(
                                    Base64.getEncoder().encodeToString(("signalbox:" + secret).getBytes(UTF_8)));
                }
            }
            assertThat(backend.requests()).as("requests").hasSizeGreaterThanOrEqualTo(9);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void aWaitThatABackendAsksForIsWaited(String kind) throws Exception {
        try (FakeBackend backend = answering(200, Map.of(), "{}");
                SinkContext sink = new SinkContext(HttpKinds.sink(kind), HttpKinds.with(kind, backend.url()))) {
            assertThat(after(sink, backend, 429, "7")).isEqualTo(Duration.ofSeconds(7));
            assertThat(after(sink, backend, 503, "7")).isEqualTo(Duration.ofSeconds(7));
            String date = DateTimeFormatter.RFC_1123_DATE_TIME
                    .format(Instant.now().plusSeconds(90).atOffset(ZoneOffset.UTC));
            assertThat(after(sink, backend, 429, date)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(90));
            assertThat(after(sink, backend, 429, "99999999999999999999")).isLessThan(Duration.ofDays(366));
            assertThat(after(sink, backend, 429, "soon")).isNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void twoOfAKindMixNothingUp(String kind) throws Exception {
        try (FakeBackend first = answering(200, Map.of(), "{}");
                FakeBackend second = answering(200, Map.of(), "{}");
                SinkContext sink = new SinkContext(HttpKinds.sink(kind), HttpKinds.with(kind, first.url()))) {
            Map<String, String> with = HttpKinds.with(kind, second.url());
            HttpKinds.secrets(kind)
                    .forEach(secret -> with.replaceAll((name, value) -> value.replace(secret, other(secret))));
            sink.add("second", HttpKinds.sink(kind), with);
            sink.deliver(EVENT, Map.of());
            sink.deliver("second", EVENT, Map.of());

            assertThat(first.requests()).hasSameSizeAs(second.requests()).isNotEmpty();
            for (String secret : HttpKinds.secrets(kind)) {
                assertThat(all(first)).as("what the first hears").doesNotContain(other(secret));
                assertThat(all(second)).as("what the second hears").doesNotContain(secret);
            }
        }
    }

    private static Duration after(SinkContext sink, FakeBackend backend, int status, String retryAfter) {
        backend.answers(reply(status, Map.of("Retry-After", retryAfter), "busy"));
        Verdict verdict = Verdict.of(sink.deliver(EVENT, Map.of()).getException());
        assertThat(verdict.outcome()).as(verdict.answer()).isEqualTo("pending");
        return verdict.retryAfter();
    }

    /** As long as the other, and of the same characters. */
    private static String other(String secret) {
        return new StringBuilder(secret).reverse().toString();
    }

    private static String all(FakeBackend backend) {
        StringBuilder all = new StringBuilder();
        backend.requests().forEach(request -> all.append(quoting(request)));
        return all.toString();
    }

    /** All that a request holds, as some servers and proxies write it onto their error pages. */
    private static String quoting(FakeBackend.Request request) {
        return request.line() + "\n" + request.headers() + "\n" + new String(request.body(), UTF_8);
    }

    private static String words(Throwable failure) {
        StringWriter words = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(words));
        }
        return words.toString();
    }

    private static FakeBackend answering(int status, Map<String, String> headers, String body) throws IOException {
        return new FakeBackend(reply(status, headers, body));
    }

    private static FakeBackend.Reply reply(int status, Map<String, String> headers, String body) {
        return new FakeBackend.Reply(status, headers, body.getBytes(UTF_8), Duration.ZERO, false);
    }
}
