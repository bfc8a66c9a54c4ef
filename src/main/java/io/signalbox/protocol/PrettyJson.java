package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** JSON for people, one object after another. It is no longer one record a line, so the file is called {@code .json}. */
record PrettyJson() implements FileFormat {
    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    /** Only an outermost brace stands at the start of a line. */
    @Override
    public byte[] recordEnd() {
        return "\n}\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(List<Event> events, ByteArrayOutputStream out) {
        for (Event event : events) {
            try (JsonParser plain = EventJson.FACTORY.createParser(EventJson.bytes(event));
                    JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
                plain.nextToken();
                json.copyCurrentStructure(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.write('\n');
        }
    }
}
