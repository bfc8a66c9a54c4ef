package io.signalbox.event;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;

/** Which events come next in a body of lines of JSON? It is read as it comes, and never held whole. */
public final class EventLines {
    private static final int NONE = -1;
    private static final int TOO_LONG = -2;

    private final EventReader reader;
    private final InputStream in;
    private final int longest;
    private final int chunk;
    private final PlainEvent plain = PlainEvent.sent();
    private byte[] buffer;
    private int start;
    private int end;
    private boolean exhausted;
    private int index;

    EventLines(EventReader reader, InputStream in, int longest, int chunk) {
        this.reader = reader;
        this.in = in;
        this.longest = longest;
        this.chunk = chunk;
        this.buffer = new byte[Math.min(longest, 1 << 16)];
    }

    /** The next chunk of events at the most, or null at the end of the body. */
    public Reading next() throws IOException {
        Reading reading = new Reading(new ArrayList<>(chunk), new ArrayList<>(chunk), new ArrayList<>(0));
        while (reading.events().size() < chunk && reading.refusals().size() < chunk) {
            int length = line();
            if (length == NONE) {
                break;
            }
            take(length, reading);
        }
        return reading.events().isEmpty() && reading.refusals().isEmpty() ? null : reading;
    }

    private void take(int length, Reading reading) {
        if (length == TOO_LONG) {
            reading.refusals()
                    .add(new Reading.Refusal(index++, null, "is longer than " + longest + " bytes; expected less"));
            return;
        }
        int from = start;
        start = Math.min(end, start + length + 1);
        if (blank(from, from + length)) {
            return;
        }
        try {
            reading.events().add(reader.single(buffer, from, length, plain));
            reading.places().add(index);
        } catch (InvalidEvent e) {
            reading.refusals().add(new Reading.Refusal(index, e.field(), e.getMessage()));
        }
        index++;
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The length of the line that begins at {@code start}. */
    private int line() throws IOException {
        int length = 0;
        while (true) {
            for (; start + length < end; length++) {
                if (buffer[start + length] == '\n') {
                    return length <= longest ? length : passOver(length + 1);
                }
            }
            if (exhausted) {
                return start == end ? NONE : length <= longest ? length : passOver(length);
            }
            if (length > longest) {
                skip();
                return TOO_LONG;
            }
            fill();
        }
    }

    private int passOver(int length) {
        start += length;
        return TOO_LONG;
    }

    private void skip() throws IOException {
        while (true) {
            while (start < end) {
                if (buffer[start++] == '\n') {
                    return;
                }
            }
            if (exhausted) {
                return;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        exhausted = read < 0;
        end += Math.max(0, read);
    }
}
