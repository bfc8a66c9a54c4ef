package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

class SyslogParserTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private final SyslogParser parser = new SyslogParser(Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);

    @Test
    void rfc5424IsReadWhole() {
        Event event = parse("<165>1 2026-11-21T07:59:59.003Z mymachine.example.com evntslog 42 ID47 "
                + "[exampleSDID@32473 iut=\"3\" eventSource=\"a \\\"b\\\" \\] c\\\\\"][two@1] \uFEFFAn application\nevent");
        assertThat(event.type()).isEqualTo("syslog.message");
        assertThat(event.time()).isEqualTo("2026-11-21T07:59:59.003Z");
        assertThat(event.source()).isEqualTo("mymachine.example.com");
        assertThat(event.subject()).isEqualTo("evntslog");
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.title()).isEqualTo("An application");
        assertThat(event.message()).isEqualTo("An application\nevent");
        assertThat(event.dedupkey()).isEqualTo("mymachine.example.com/syslog.message/evntslog");
        assertThat(event.data()).isEqualTo(Map.of("facility", "local4", "hostname", "mymachine.example.com", "app_name",
                "evntslog", "procid", "42", "msgid", "ID47", "structured_data",
                Map.of("exampleSDID@32473", Map.of("iut", "3", "eventSource", "a \"b\" ] c\\"), "two@1", Map.of()),
                "peer", "192.0.2.9"));
    }

    @Test
    void whatIsNotGivenIsLeftOut() {
        Event event = parse("<0>1 - - - - - -");
        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.source()).isEqualTo("192.0.2.9");
        assertThat(event.subject()).isNull();
        assertThat(event.title()).isNull();
        assertThat(event.message()).isNull();
        assertThat(event.data()).containsOnlyKeys("facility", "peer");
        assertThat(parse("<14>1 - - - - - - text").message()).isEqualTo("text");
    }

    @Test
    void rfc3164IsReadWithItsTag() {
        Event event = parse("<34>Nov  1 07:14:15 mymachine su[77]: 'su root' failed\n");
        assertThat(event.time()).isEqualTo("2026-11-01T07:14:15Z");
        assertThat(event.source()).isEqualTo("mymachine");
        assertThat(event.subject()).isEqualTo("su");
        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.message()).isEqualTo("'su root' failed");
        assertThat(event.data()).containsEntry("procid", "77").containsEntry("facility", "auth");
        assertThat(parse("<34>Nov  1 07:14:15 su: no host").source()).isEqualTo("192.0.2.9");
        assertThat(parse("<34>2026-11-21T07:14:15.5+01:00 web nginx: as rsyslog forwards").time())
                .isEqualTo("2026-11-21T06:14:15.500Z");
        assertThat(parse("<34>Nov  1 07:14:15 fe80::1 app: v6").source()).isEqualTo("fe80--1".replace("--", "::"));
    }

    @Test
    void theYearIsTheNearestAndTheZoneOurs() {
        SyslogParser newYear = new SyslogParser(Clock.fixed(Instant.parse("2027-01-01T00:00:30Z"), ZoneOffset.UTC),
                ZoneId.of("-05:00"));
        assertThat(newYear.event("<1>Dec 31 18:59:59 h t: x".getBytes(UTF_8), "p", false).time())
                .isEqualTo("2026-12-31T23:59:59Z");
    }

    @Test
    void aClockThatIsWrongDoesNotDateAnEventAhead() {
        Event event = parse("<34>1 2030-01-01T00:00:00Z h a - - - x");
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.data()).containsEntry("timestamp", "2030-01-01T00:00:00Z");
        assertThat(parse("<34>1 yesterday h a - - - x").data()).containsEntry("timestamp", "yesterday");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<", "<>x", "<999>1 - - - - - - x", "<34>", "<34>1", "<34>1 - -",
            "<34>1 - - - - - [unended x=\"1\" y", "<34>1 - - - - - [a b=\"]\"] x", "<34>Foo 99 99:99:99", "<34>2 - -",
            "GET / HTTP/1.1", "\u0000\u0001\u001b[31m", "<34>Feb 30 00:00:00 h t: no such day"})
    void whatIsNoSyslogIsAnEventAllTheSameWithItsText(String text) {
        Event event = parse(text);
        assertThat(event.type()).isEqualTo("syslog.message");
        assertThat(event.title() == null ? "" : event.title()).doesNotContain("\u001b", "\n");
        assertThat(event.source()).isNotBlank();
        if (!text.contains("Feb 30")) {
            assertThat(event.data()).containsEntry("raw", text.replaceFirst("\u0000$", ""));
        }
        byte[] kept = EventJson.bytes(event);
        assertThat(EventJson.read(kept, 0, kept.length)).isEqualTo(event);
    }

    @Test
    void namesThatAreNoWordsBecomeSuch() {
        Event event = parse("<34>1 - h\u0007\u00e9" + "x".repeat(400) + " a\u0085b - - - x");
        assertThat(event.source()).startsWith("h--xxx").hasSize(255);
        assertThat(event.subject()).isEqualTo("a-b");
    }

    @Test
    void oldDevicesSpeakLatin1() {
        assertThat(parser.event("<34>1 - - - - - - caf\u00e9".getBytes(ISO_8859_1), "p", false).message())
                .isEqualTo("caf\u00e9");
        assertThat(parser.event("<34>1 - - - - - - caf\u00e9".getBytes(UTF_8), "p", false).message())
                .isEqualTo("caf\u00e9");
    }

    @Test
    void whatOurOwnSinkSendsComesBackWhole() {
        Event sent = Events.saying("t", "m \"]\\\n x", Map.of("k", "v]"));
        Event event = parser.event(new Rfc5424Line(16, "box", "signalbox", 2048).of(sent), "p", false);
        assertThat(event.message()).isEqualTo("t: m \"]\\\\n x");
        assertThat(event.data().get("structured_data")).asString().contains("id=019a-3", "k=v]");
    }

    @Test
    void aHugeMessageOfQuotesIsReadInTime() {
        String evil = "<34>1 - - - - - [a " + "b=\"\\".repeat(100_000);
        assertThat(parse(evil).data()).containsEntry("raw", evil);
        assertThat(parse("<34>1 - - - - - [a b=\"" + "\\\"".repeat(500_000) + "\"] x").message()).isEqualTo("x");
        assertThat(parse("<34>1 - - - - - " + "[a b=\"1\"]".repeat(100_000) + " x").message()).isEqualTo("x");
    }

    private Event parse(String text) {
        return parser.event(text.getBytes(UTF_8), "192.0.2.9", false);
    }
}
