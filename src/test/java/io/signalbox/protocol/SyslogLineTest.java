package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

class SyslogLineTest {
    private final SyslogLine modern = new Rfc5424Line(16, "box.example.com", "signalbox", 2048);
    private final SyslogLine old = new Rfc3164Line(16, "box.example.com", "signalbox", 2048, ZoneOffset.UTC);

    @Test
    void rfc5424CarriesTheWholeEvent() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("printer_name", "HP-101");
        data.put("trays", List.of(1, 2));
        assertThat(text(modern, Events.saying(null, "No answer", data))).isEqualTo(
                "<132>1 2026-11-21T08:00:00.123000Z box.example.com signalbox - printer.offline "
                        + "[signalbox@32473 id=\"019a-3\" type=\"printer.offline\" source=\"continuum\" subject=\"hp-101\" "
                        + "state=\"firing\" dedupkey=\"continuum/printer.offline/hp-101\" tags=\"production,floor-2\"]"
                        + "[data@32473 printer_name=\"HP-101\" trays=\"[1,2\\]\"] \uFEFFHP-101 Offline: No answer");
    }

    @Test
    void rfc3164HasATagAndADayPaddedWithASpace() {
        Event event = new Event("id-1", "continuum", "printer.offline", null, Instant.parse("2026-02-05T23:30:01Z"),
                Severity.CRITICAL, State.FIRING, "k", "Printer-A Offline", null, List.of(), null, Map.of(), null);
        assertThat(text(old, event)).isEqualTo(
                "<130>Feb  5 23:30:01 box signalbox: printer.offline Printer-A Offline (id id-1)");
        assertThat(text(new Rfc3164Line(1, "10.1.2.3", "my app!", 2048, ZoneId.of("+01:00")), event)).isEqualTo(
                "<10>Feb  6 00:30:01 10.1.2.3 my-app-: printer.offline Printer-A Offline (id id-1)");
    }

    @Test
    void severitiesAreThoseOfSyslog() {
        assertThat(SyslogText.pri(0, Severity.DEBUG)).isEqualTo(7);
        assertThat(SyslogText.pri(0, Severity.INFO)).isEqualTo(6);
        assertThat(SyslogText.pri(0, Severity.WARNING)).isEqualTo(4);
        assertThat(SyslogText.pri(23, Severity.ERROR)).isEqualTo(187);
        assertThat(SyslogText.pri(23, Severity.CRITICAL)).isEqualTo(186);
    }

    @Test
    void noLineBreakOrControlCharacterGetsThrough() {
        String evil = "x\r\n<0>1 forged\u0000\u001b[31m\u0085\u2028\t\"]\\";
        Event event = Events.event("019a", "printer.offline", State.FIRING, Severity.WARNING, evil, evil,
                Map.of("a b=\"]\n", evil));
        for (SyslogLine line : List.of(modern, old)) {
            assertThat(text(line, event).chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028);
        }
        assertThat(text(modern, event)).contains("a-b----=\"x\\\\r\\\\n<0>1 forged\\\\u0000\\\\u001b[31m\\\\u0085"
                + "\\\\u2028\\\\t\\\"\\]\\\\\"]");
    }

    @Test
    void whatIsTooLongLosesItsDataFirstAndThenTheEndOfItsTextButNeverHalfACharacter() {
        Event data = Events.saying("short", null, Map.of("long", "x".repeat(3000)));
        assertThat(text(modern, data)).endsWith("] \uFEFFshort").doesNotContain("data@32473");
        byte[] cut = modern.of(Events.saying("\uD83D\uDDA8".repeat(1000), null, Map.of()));
        assertThat(cut.length).isBetween(2045, 2048);
        assertThat(new String(cut, UTF_8)).doesNotContain("\uFFFD").endsWith("\uD83D\uDDA8…");
        assertThat(old.of(Events.saying("\u00e9".repeat(1000), null, Map.of())).length).isBetween(1023, 1024);
    }

    @Test
    void attributesWithoutEndLeaveRoomForTheText() {
        Event event = new Event("019a-4", "c".repeat(512), "printer.offline", "\"".repeat(512), Events.EIGHT,
                Severity.WARNING, State.FIRING, "k".repeat(512), "HP-101 Offline", null,
                IntStream.range(0, 10_000).mapToObj(i -> "tag-" + i).toList(), null, Map.of(), null);
        for (int longest : new int[]{480, 1024, 2048, 8192}) {
            byte[] line = new Rfc5424Line(16, "box.example.com", "signalbox", longest).of(event);
            assertThat(line.length).isLessThanOrEqualTo(longest);
            assertThat(new String(line, UTF_8)).contains(" id=\"019a-4\" ", "tags=\"tag-0,", "…\"] ")
                    .endsWith("] \uFEFFHP-101 Offline");
        }
    }

    @Test
    void wordsAreKeptToTheLengthsAndCharactersOfTheRfc() {
        String line = text(new Rfc5424Line(0, "h st\u00e9".repeat(100), "a".repeat(60), 2048),
                Events.event("1", "a".repeat(50), State.FIRING, Severity.INFO, null, null, Map.of()));
        String[] words = line.split(" ");
        assertThat(words[2]).hasSize(255).matches("[!-~]+");
        assertThat(words[3]).hasSize(48);
        assertThat(words[5]).hasSize(32);
    }

    @Test
    void aMistakeInTheConfigurationIsToldAtTheStart() {
        assertThatThrownBy(() -> new SyslogFormat("rfc5424", "sctp", "lf", "16", "a", "", 2048))
                .hasMessageContaining("sctp").hasMessageContaining("udp, tcp or tls");
        assertThatThrownBy(() -> new SyslogFormat("rfc5424", "udp", "lf", "local9", "a", "", 2048))
                .hasMessageContaining("local9").hasMessageContaining("local7");
        assertThatThrownBy(() -> new SyslogFormat("bsd", "udp", "lf", "local0", "a", "", 2048))
                .hasMessageContaining("bsd").hasMessageContaining("rfc3164");
    }

    private static String text(SyslogLine line, Event event) {
        return new String(line.of(event), UTF_8);
    }
}
