package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Pushgateway;

/** Does a real Pushgateway show what happened, whatever it was called? */
@Timeout(60)
class PrometheusSinkTest {
    @TempDir
    private Path directory;

    @Test
    void thePushgatewayShowsHowManyEventsThereWereAndWhichPrintersAreOnline() throws Exception {
        try (Pushgateway gateway = new Pushgateway(directory);
                SinkContext sink = sink(gateway.url(), "instance", "fab-1")) {
            assertThat(sink.deliver(List.of(printer("offline", "hp-101", "Printer-A"),
                    printer("online", "hp-102", "Printer-B")), true).getException()).isNull();

            assertThat(gateway.metrics()).contains(
                    "continuum_events_total{event_type=\"printer.offline\",instance=\"fab-1\",job=\"continuum\",severity=\"warning\"} 1\n",
                    "printer_status{instance=\"fab-1\",job=\"continuum\",printer=\"Printer-A\"} 0\n",
                    "printer_status{instance=\"fab-1\",job=\"continuum\",printer=\"Printer-B\"} 1\n");

            assertThat(sink.deliver(printer("online", "hp-101", null), Map.of()).getException()).isNull();
            assertThat(sink.deliver(printer("removed", "hp-102", null), Map.of()).getException()).isNull();

            assertThat(gateway.metrics()).contains(
                    "continuum_events_total{event_type=\"printer.online\",instance=\"fab-1\",job=\"continuum\",severity=\"warning\"} 2\n",
                    "printer_status{instance=\"fab-1\",job=\"continuum\",printer=\"Printer-A\"} 1\n")
                    .doesNotContain("Printer-B", "push_failure_time_seconds{instance=\"fab-1\",job=\"continuum\"} 1");
        }
    }

    @Test
    void noNameOfATypeOrAThingIsTooStrangeForPrometheus() throws Exception {
        List<Event> events = List.of(printer("offline", "a\"b\\c\nd", null),
                event("2nd-floor.door.offline", "ä😀", Map.of()),
                event("job.offline", "job-1", Map.of()), event("__x.offline", "{}", Map.of()),
                event("x-y.offline", "1", Map.of()), event("x_y.offline", "1", Map.of()),
                printer("offline", "1", "Same"), printer("online", "2", "Same"), event("a\"} 1\nb", null, Map.of()));
        try (Pushgateway gateway = new Pushgateway(directory);
                SinkContext sink = sink(gateway.url(), "job", "night/shift ä")) {
            assertThat(sink.deliver(events, true).getException()).isNull();

            assertThat(gateway.metrics()).contains("printer=\"a\\\"b\\\\c\\nd\"} 0",
                    "door_status{door=\"ä😀\",instance=\"\",job=\"night/shift ä\"} 0",
                    "job_status{exported_job=\"job-1\",instance=\"\",job=\"night/shift ä\"} 0",
                    "printer=\"Same\"} 0", "printer=\"2\"} 1", "x_y=\"1\"} 0");
        }
    }

    @Test
    void thereIsAnEndToWhatIsKept() throws Exception {
        List<Event> events = IntStream.range(0, 12_000)
                .mapToObj(i -> event("t" + i + "x.offline", "s".repeat(1000) + i, Map.of())).toList();
        try (Pushgateway gateway = new Pushgateway(directory); SinkContext sink = sink(gateway.url(), "job", "many")) {
            assertThat(sink.deliver(events, true).getException()).isNull();

            String metrics = gateway.metrics();
            assertThat(metrics.lines().filter(line -> line.startsWith("continuum_events_total{"))).hasSize(1001)
                    .anyMatch(line -> line.contains("event_type=\"other\"") && line.endsWith(" 11000"));
            assertThat(metrics.lines().filter(line -> line.contains("x_status{"))).hasSize(10_000)
                    .allMatch(line -> line.contains("s…\"") && line.length() < 300);
        }
    }

    @Test
    void whatIsPushedAgainIsNotCountedTwice() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (FakeBackend gateway = new FakeBackend(request -> new FakeBackend.Reply(
                requests.incrementAndGet() < 3 ? 503 : 200, Map.of(), new byte[0], Duration.ZERO, false));
                SinkContext sink = sink(gateway.url(), "job", "again")) {
            Event event = event("job.completed", null, Map.of());
            assertThat(sink.deliver(event, Map.of()).getException()).hasMessageStartingWith("503");
            assertThat(sink.deliver(event, Map.of()).getException()).hasMessageStartingWith("503");
            assertThat(sink.deliver(event, Map.of()).getException()).isNull();
            assertThat(sink.deliver(event, Map.of()).getException()).isNull();

            assertThat(gateway.requests()).extracting(request -> new String(request.body()))
                    .extracting(text -> text.replaceAll("(?s).*\\} (\\d+)\n$", "$1"))
                    .containsExactly("1", "1", "1", "2");
        }
    }

    @Test
    void twoSinksCountEachForItself() throws Exception {
        try (Pushgateway gateway = new Pushgateway(directory); SinkContext sink = sink(gateway.url(), "job", "first")) {
            sink.add("second", "prometheus-sink", Map.of("url", gateway.url(), "job", "second"));
            Event event = event("job.completed", null, Map.of());

            assertThat(sink.deliver(event, Map.of()).getException()).isNull();
            assertThat(sink.deliver(event, Map.of()).getException()).isNull();
            assertThat(sink.deliver("second", event, Map.of()).getException()).isNull();

            assertThat(gateway.metrics()).contains("job=\"first\",severity=\"warning\"} 2",
                    "job=\"second\",severity=\"warning\"} 1");
        }
    }

    private static SinkContext sink(String url, String property, String value) throws Exception {
        return new SinkContext("prometheus-sink", Map.of("url", url, property, value));
    }

    private static Event printer(String what, String subject, String name) {
        return event("printer." + what, subject, name == null ? Map.of() : Map.of("printer_name", name));
    }

    private static Event event(String type, String subject, Map<String, Object> data) {
        return new Event("e-1", "continuum", type, subject, Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING,
                State.FIRING, "k", null, null, List.of(), null, data, null);
    }
}
