package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.apache.camel.Exchange;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.HandsOver;
import io.signalbox.event.Event;

/**
 * Which file are these events in? An exchange ends when they are on the disk: a batch costs one write and one fsync.
 */
// The Kamelets jsonl-sink and csv-sink name this class and its factory methods.
@RegisterForReflection
public final class EventFile implements HandsOver {
    private final Path directory;
    private final String prefix;
    private final Rotation rotation;
    private final FileFormat format;
    private final boolean gzip;
    private final Clock clock;
    private final DurableAppend file;

    EventFile(String directory, String prefix, Rotation rotation, FileFormat format, boolean gzip, Clock clock) {
        if (!prefix.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("prefix is \"" + prefix
                    + "\"; expected the start of a file name: letters, digits, dots, dashes and underscores");
        }
        this.directory = Path.of(directory);
        this.prefix = prefix;
        this.rotation = rotation;
        this.format = format;
        this.gzip = gzip;
        this.clock = clock;
        this.file = new DurableAppend(gzip ? GzipMember::soundEnd : DurableAppend.after(format.recordEnd()));
    }

    /**
     * For {@code jsonl-sink}. The prefix is an Object, since Camel gives no text that looks like a number, such as {@code 2026}, to
     * a String.
     */
    public static EventFile jsonl(String directory, Object prefix, String rotation, boolean gzip, boolean pretty) {
        return new EventFile(directory, prefix.toString(), Rotation.of(rotation),
                pretty ? new PrettyJson() : new JsonLines(),
                gzip, Clock.systemUTC());
    }

    /** For {@code csv-sink}. */
    public static EventFile csv(String directory, Object prefix, String rotation, String delimiter, boolean header) {
        return new EventFile(directory, prefix.toString(), Rotation.of(rotation), new CsvTable(delimiter, header),
                false,
                Clock.systemUTC());
    }

    @Override
    public Handover handover(Exchange exchange) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        format.write(EventBody.of(exchange), records);
        return new Handover("file:" + prefix + format.extension(), "file:" + now(),
                records.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Answer.note(exchange, "on disk in " + append(EventBody.of(exchange)));
    }

    /** Returns the file that they are in. */
    Path append(List<Event> events) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream(512 + events.size() * 512);
        format.write(events, records);
        byte[] bytes = records.toByteArray();
        Path now = now();
        file.append(now, format.header(), gzip ? GzipMember.of(bytes) : bytes);
        return now;
    }

    /** The file that is written to now. */
    private Path now() {
        return directory.resolve(
                prefix + rotation.suffix(clock.instant()) + format.extension() + (gzip ? ".gz" : ""));
    }
}
