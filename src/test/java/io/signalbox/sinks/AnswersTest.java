package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.Answer;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What is said of a delivery to what never answers? What is known of it, and that no more can be; SinkTest asks the same of all that answer. */
class AnswersTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101",
            Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, State.FIRING, "k", null, null, List.of(), null,
            Map.of(), null);

    @TempDir
    Path directory;

    @Test
    void aFileNamesItself() throws Exception {
        Map<String, String> with = Map.of("directory", directory.toString(), "prefix", "e", "rotation", "none");

        assertThat(answer("jsonl-sink", with)).isEqualTo("on disk in " + directory.resolve("e.jsonl"));
        assertThat(answer("csv-sink", with)).isEqualTo("on disk in " + directory.resolve("e.csv"));
    }

    @Test
    void aDatagramIsSentAndNothingMoreIsKnown() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(receiver.getLocalPort());

            assertThat(answer("syslog-sink", Map.of("host", "127.0.0.1", "port", port, "protocol", "udp")))
                    .isEqualTo("sent to 127.0.0.1:" + port + " by udp; syslog has no answers");
            assertThat(answer("snmp-trap-sink", Map.of("host", "127.0.0.1", "port", port, "version", "2c",
                    "community", "public"))).isEqualTo("sent by UDP; traps have no answers");
        }
    }

    private static String answer(String sink, Map<String, String> with) throws Exception {
        try (SinkContext context = new SinkContext(sink, with)) {
            Exchange exchange = context.deliver(EVENT, Map.of());
            assertThat(exchange.getException()).isNull();
            return Answer.of(exchange);
        }
    }
}
