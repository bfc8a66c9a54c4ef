package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Events as a table that a spreadsheet opens, and from which it runs nothing.
 *
 * <p>
 * A cell that a spreadsheet would take for a formula begins with an apostrophe. Line breaks inside a cell are LF, so CR LF ends a record and
 * stands nowhere else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class CsvTable implements FileFormat {
    private static final List<String> COLUMNS = List.of("id", "time", "type", "source", "subject", "severity", "state",
            "dedupkey", "title", "message", "tags", "traceparent", "data");
    /** What opens a formula; the last four are the wide forms of the first four, which Excel takes for the same. */
    private static final String FORMULA = "=+-@\t\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final char delimiter;
    private final boolean header;

    CsvTable(String delimiter, boolean header) {
        this.delimiter = delimiter(delimiter);
        this.header = header;
    }

    private static char delimiter(String word) {
        char delimiter = switch (word.strip()) {
            case "comma" -> ',';
            case "semicolon" -> ';';
            case "tab", "\\t" -> '\t';
            case "pipe" -> '|';
            default -> word.length() == 1 ? word.charAt(0) : '"';
        };
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter > '~') {
            throw new IllegalArgumentException(
                    "delimiter is \"" + word + "\"; expected one character, or comma, semicolon, tab or pipe");
        }
        return delimiter;
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public byte[] header() {
        return header ? (String.join(String.valueOf(delimiter), COLUMNS) + "\r\n").getBytes(UTF_8) : new byte[0];
    }

    @Override
    public byte[] recordEnd() {
        return new byte[]{'\r', '\n'};
    }

    @Override
    public void write(List<Event> events, ByteArrayOutputStream out) {
        StringBuilder text = new StringBuilder(events.size() * 512);
        events.forEach(event -> row(event, text));
        out.writeBytes(text.toString().getBytes(UTF_8));
    }

    private void row(Event event, StringBuilder out) {
        cell(event.id(), out).append(delimiter);
        cell(event.timeText(), out).append(delimiter);
        cell(event.type(), out).append(delimiter);
        cell(event.source(), out).append(delimiter);
        cell(event.subject(), out).append(delimiter);
        cell(event.severity().text(), out).append(delimiter);
        cell(event.state().text(), out).append(delimiter);
        cell(event.dedupkey(), out).append(delimiter);
        cell(event.headline(), out).append(delimiter);
        cell(event.message(), out).append(delimiter);
        cell(String.join(",", event.tags()), out).append(delimiter);
        cell(event.traceparent(), out).append(delimiter);
        cell(json(event), out).append("\r\n");
    }

    private StringBuilder cell(String value, StringBuilder out) {
        if (value == null || value.isEmpty()) {
            return out;
        }
        boolean quoted = false;
        for (int i = 0; i < value.length() && !quoted; i++) {
            char c = value.charAt(i);
            // The usual delimiters too, whichever is ours: the reader may take the wrong one.
            quoted = c < ' ' || c == '"' || c == ',' || c == ';' || c == '|' || c == '\'' || c == delimiter;
        }
        boolean formula = FORMULA.indexOf(value.charAt(0)) >= 0 || value.charAt(0) == '\r';
        if (!quoted) {
            return out.append(formula ? "'" : "").append(value);
        }
        out.append(formula ? "\"'" : "\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                out.append("\"\"");
            } else if (c == '\r') {
                out.append(i + 1 < value.length() && value.charAt(i + 1) == '\n' ? "" : "\n");
            } else {
                out.append(c >= ' ' || c == '\n' || c == '\t' ? c : ' ');
            }
        }
        return out.append('"');
    }

    private static String json(Event event) {
        if (event.data().isEmpty()) {
            return "{}";
        }
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(text)) {
            EventJson.value(json, event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
