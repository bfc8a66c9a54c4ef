package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** One event a line, as compact JSON: the form that machines read. JSON text holds no raw line break, so a line is a record. */
record JsonLines() implements FileFormat {
    @Override
    public String extension() {
        return ".jsonl";
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public byte[] recordEnd() {
        return new byte[]{'\n'};
    }

    @Override
    public void write(List<Event> events, ByteArrayOutputStream out) {
        for (Event event : events) {
            out.writeBytes(EventJson.bytes(event));
            out.write('\n');
        }
    }
}
