package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.event.Event;

class CsvTableTest {
    @Test
    void anEventIsOneRowOfTheColumnsThatTheHeaderNames() {
        CsvTable table = new CsvTable(",", true);
        assertThat(new String(table.header(), UTF_8)).isEqualTo(
                "id,time,type,source,subject,severity,state,dedupkey,title,message,tags,traceparent,data\r\n");
        assertThat(text(table, Events.saying(null, null, Map.of()))).isEqualTo(
                "019a-3,2026-11-21T08:00:00.123Z,printer.offline,continuum,hp-101,warning,firing,"
                        + "continuum/printer.offline/hp-101,hp-101 Offline,,\"production,floor-2\",,{}\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\r\n=1", "=\"x\";=1",
            "=1\r\n=2", "\uFF1D1+1"})
    void noCellBeginsWithWhatASpreadsheetRuns(String evil) {
        for (String delimiter : List.of(",", "semicolon", "tab", "|")) {
            CsvTable table = new CsvTable(delimiter, true);
            String row = text(table, Events.saying(evil, evil, Map.of(evil, evil)));
            char separator = delimiter.length() == 1 ? delimiter.charAt(0) : delimiter.equals("tab") ? '\t' : ';';
            List<List<String>> rows = parse(row, separator);
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0)).hasSize(13)
                    .allSatisfy(cell -> assertThat(cell).doesNotMatch("(?s)[=+@\\t\\r\\n\uFF1D-].*"));
            assertThat(rows.get(0).get(9)).isEqualTo("'" + evil.replace("\r\n", "\n").replace('\r', '\n'));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a,b", "say \"no\"", "\"", "\",=1,\"", "two\nlines", "a;b|c", "it's", "  spaced  ",
            "caf\u00e9 \uD83D\uDDA8"})
    void aReaderGetsBackWhatWasWritten(String value) {
        List<List<String>> rows = parse(text(new CsvTable(",", true), Events.saying(value, value, Map.of("k", value))),
                ',');
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).hasSize(13);
        assertThat(rows.get(0).get(8)).isEqualTo(value);
        assertThat(rows.get(0).get(9)).isEqualTo(value);
    }

    @Test
    void aDelimiterThatCouldNotBeReadBackIsRefused() {
        assertThatThrownBy(() -> new CsvTable("\"", true)).hasMessageContaining("expected");
        assertThatThrownBy(() -> new CsvTable("ab", true)).hasMessageContaining("expected");
    }

    private static String text(CsvTable table, Event event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.write(List.of(event), out);
        return out.toString(UTF_8);
    }

    /** A reader by the letter of RFC 4180. */
    private static List<List<String>> parse(String text, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                cell.append(c);
            } else if (c == delimiter || c == '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    assertThat(text.charAt(++i)).isEqualTo('\n');
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        assertThat(row).isEmpty();
        return rows;
    }
}
