package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Can a receiver trust a webhook's signature, and does a webhook know at the start what it can't do? */
class WebhookSinkTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101",
            Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, State.FIRING, "k", null, "Drücker 😀", List.of(),
            null, Map.of(), null);
    private static final String OLD = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @TempDir
    Path directory;

    @Test
    void aReceiverFindsTheSignatureGoodAndTheIdTheSameAtEachAttempt() throws Exception {
        long before = Instant.now().getEpochSecond();
        try (FakeBackend backend = new FakeBackend(SinkCase.reply(503));
                SinkContext sink = sink(backend, "signingSecret", "whsec_" + NEW + " whsec_" + OLD)) {
            sink.deliver(EVENT, Map.of());
            backend.answers(SinkCase.reply(200));
            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();

            assertThat(backend.requests()).hasSize(2);
            for (FakeBackend.Request request : backend.requests()) {
                String id = one(request, "webhook-id");
                String timestamp = one(request, "webhook-timestamp");
                assertThat(id).isEqualTo("e-1");
                assertThat(Long.parseLong(timestamp)).isBetween(before, Instant.now().getEpochSecond());
                assertThat(one(request, "webhook-signature").split(" ")).containsExactly(
                        signature(NEW, id, timestamp, request.body()), signature(OLD, id, timestamp, request.body()));
            }
        }
    }

    @Test
    void whatATemplateMakesIsWhatIsSigned() throws Exception {
        try (FakeBackend backend = new FakeBackend(SinkCase.reply(200));
                SinkContext sink = new SinkContext("webhook-sink", Map.of("url", backend.url(), "signingSecret", OLD,
                        "contentType", "text/plain", "template", "{message}"))) {
            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();

            FakeBackend.Request request = backend.requests().get(0);
            assertThat(new String(request.body(), UTF_8)).isEqualTo("Drücker 😀");
            assertThat(one(request, "webhook-signature")).isEqualTo(
                    signature(OLD, one(request, "webhook-id"), one(request, "webhook-timestamp"), request.body()));
        }
    }

    @Test
    void aTemplateFileMayBeAnywhereAndItsLastLineBreakIsNotSent() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "{subject}\n");
        try (FakeBackend backend = new FakeBackend(SinkCase.reply(200));
                SinkContext sink = new SinkContext("webhook-sink", Map.of("url", backend.url(), "contentType",
                        "text/plain", "templateFile", file.toString()))) {
            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();
            assertThat(new String(backend.requests().get(0).body(), UTF_8)).isEqualTo("hp-101");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "template | {\"a\": \"{titel}\"} | webhook-sink, template: there is no {titel}",
            "templateFile | none.json | webhook-sink: there is no templateFile routes/none.json",
            "contentType | text/xml | webhook-sink has a contentType but no template",
            "signingSecret | whsec_c2hvcnQtczNjcjN0 | webhook-sink: the signingSecret has 12 bytes"})
    void aMistakeStopsTheStartWithASentence(String property, String value, String words) {
        assertThatThrownBy(
                () -> new SinkContext("webhook-sink", Map.of("url", "http://127.0.0.1:9/", property, value)).close())
                .rootCause().hasMessageStartingWith(words).hasMessageNotContaining("c2hvcnQtczNjcjN0");
    }

    @Test
    void aTemplateAndAFileAreOneTooMany() {
        assertThatThrownBy(() -> new SinkContext("webhook-sink",
                Map.of("url", "http://127.0.0.1:9/", "template", "{}", "templateFile", "a.json")).close())
                .rootCause().hasMessage("webhook-sink has a template and a templateFile; give it one of them");
    }

    private static SinkContext sink(FakeBackend backend, String property, String value) throws Exception {
        return new SinkContext("webhook-sink", Map.of("url", backend.url(), property, value));
    }

    private static String one(FakeBackend.Request request, String header) {
        assertThat(request.headers().get(header)).as(header).hasSize(1);
        return request.headers().get(header).get(0);
    }

    /** As a receiver computes it, by the specification alone. */
    private static String signature(String secret, String id, String timestamp, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
        mac.update(id.getBytes(UTF_8));
        mac.update((byte) '.');
        mac.update(timestamp.getBytes(UTF_8));
        mac.update((byte) '.');
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
