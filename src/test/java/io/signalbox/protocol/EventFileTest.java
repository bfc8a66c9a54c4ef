package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.HandClock;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

class EventFileTest {
    @TempDir
    Path directory;

    @Test
    void aLineIsAnEventAndReadsBackAsTheSame() throws Exception {
        Event event = Events.saying("two\r\nlines", "\u2028 and \"quotes\"", Map.of("nested", Map.of("a", List.of(1))));
        file("daily", new JsonLines(), false, Events.EIGHT).append(List.of(event, Events.printerOnline()));

        List<String> lines = Files.readAllLines(directory.resolve("wafer_events_20261121.jsonl"));
        assertThat(lines).hasSize(2);
        byte[] first = lines.get(0).getBytes(UTF_8);
        assertThat(EventJson.read(first, 0, first.length)).isEqualTo(event);
    }

    @Test
    void fileNamesAreThoseOfTheTimeOfWritingInUtc() throws Exception {
        Instant now = Instant.parse("2026-12-31T23:30:00Z");
        file("daily", new JsonLines(), true, now).append(List.of(Events.printerOffline()));
        file("hourly", new JsonLines(), false, now).append(List.of(Events.printerOffline()));
        file("none", new CsvTable(",", true), false, now).append(List.of(Events.printerOffline()));
        file("daily", new CsvTable(",", true), false, now).append(List.of(Events.printerOffline()));
        file("daily", new PrettyJson(), false, now).append(List.of(Events.printerOffline()));

        assertThat(names()).containsExactlyInAnyOrder("wafer_events_20261231.jsonl.gz",
                "wafer_events_20261231_23.jsonl", "wafer_events.csv", "wafer_events_20261231.csv",
                "wafer_events_20261231.json");
    }

    @Test
    void aNewFileBeginsAtMidnightUtcAndTheOldOneIsLeftAlone() throws Exception {
        HandClock clock = new HandClock();
        clock.pass(Duration.ofHours(16).minusMillis(1));
        EventFile file = new EventFile(directory.toString(), "wafer_events", Rotation.DAILY, new JsonLines(), false,
                clock);
        file.append(List.of(Events.numbered(1)));
        clock.pass(Duration.ofMillis(1));
        file.append(List.of(Events.numbered(2)));

        assertThat(Files.readString(directory.resolve("wafer_events_20261121.jsonl"))).contains("019a-1\"")
                .doesNotContain("019a-2\"");
        assertThat(Files.readString(directory.resolve("wafer_events_20261122.jsonl"))).contains("019a-2\"")
                .doesNotContain("019a-1\"");
    }

    @Test
    void compressedBatchesAreOneStreamToAnyReader() throws Exception {
        EventFile file = file("daily", new JsonLines(), true, Events.EIGHT);
        file.append(List.of(Events.numbered(1), Events.numbered(2)));
        file.append(List.of(Events.numbered(3)));

        Path written = directory.resolve("wafer_events_20261121.jsonl.gz");
        assertThat(gunzip(Files.readAllBytes(written)).lines()).hasSize(3);
        Process gzip = new ProcessBuilder("gzip", "-dc", written.toString()).start();
        assertThat(new String(gzip.getInputStream().readAllBytes(), UTF_8).lines()).hasSize(3);
        assertThat(gzip.waitFor()).isZero();
    }

    /** The disk after a crash at every byte of the last write. */
    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "gz"})
    void whateverACrashLeftTheNextRecordsStandWholeAfterTheLastWholeOnes(String kind) throws Exception {
        Event nasty = Events.saying("=1+1", "a \"quoted\"\r\nsecond line,\n}\n", Map.of("text", "x\r\ny\n}\n"));
        EventFile writer = ofKind(kind);
        writer.append(List.of(Events.numbered(1)));
        Path written = onlyFile();
        byte[] sound = Files.readAllBytes(written);
        writer.append(List.of(nasty));
        byte[] all = Files.readAllBytes(written);
        writer.append(List.of(Events.numbered(2)));
        byte[] third = Files.readAllBytes(written);
        byte[] last = Arrays.copyOfRange(third, all.length, third.length);

        for (int length = sound.length; length <= all.length; length++) {
            Files.write(written, Arrays.copyOf(all, length));
            ofKind(kind).append(List.of(Events.numbered(2)));
            byte[] expected = length == all.length ? all : sound;
            assertThat(Files.readAllBytes(written)).as("torn at %d of %d", length, all.length)
                    .isEqualTo(join(expected, last));
        }
    }

    @Test
    void aTornHeaderIsWrittenAnew() throws Exception {
        Path written = directory.resolve("wafer_events_20261121.csv");
        Files.writeString(written, "id,time,ty");
        file("daily", new CsvTable(",", true), false, Events.EIGHT).append(List.of(Events.numbered(1)));
        assertThat(Files.readString(written)).startsWith("id,time,type,source").hasLineCount(2);
    }

    @Test
    void aFileThatSomebodyMovesAwayIsBegunAgain() throws Exception {
        EventFile file = file("daily", new CsvTable(",", true), false, Events.EIGHT);
        file.append(List.of(Events.numbered(1)));
        Files.move(onlyFile(), directory.resolve("collected"));
        file.append(List.of(Events.numbered(2)));
        assertThat(Files.readString(directory.resolve("wafer_events_20261121.csv"))).startsWith("id,")
                .contains("019a-2").doesNotContain("019a-1");
    }

    @Test
    void aGzipFileOfSomebodyElseIsNotTouched() throws Exception {
        Path foreign = directory.resolve("wafer_events_20261121.jsonl.gz");
        byte[] bytes = "this is not ours, whatever it may be".getBytes(UTF_8);
        Files.write(foreign, bytes);
        assertThatThrownBy(
                () -> file("daily", new JsonLines(), true, Events.EIGHT).append(List.of(Events.numbered(1))))
                .isInstanceOf(IOException.class).hasMessageContaining(foreign.toString())
                .hasMessageContaining("move it away");
        assertThat(foreign).hasBinaryContent(bytes);
    }

    @Test
    void aFullDiskIsAnErrorThatNamesTheFile() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
        DurableAppend append = new DurableAppend(channel -> 0);
        assertThatThrownBy(() -> append.append(full, new byte[0], new byte[]{1})).isInstanceOf(IOException.class)
                .hasMessageContaining("/dev/full");
    }

    @Test
    void aPlaceThatCantBeWrittenIsAnErrorThatNamesTheFile() throws Exception {
        Path occupied = Files.writeString(directory.resolve("occupied"), "a file");
        EventFile file = EventFile.jsonl(occupied.toString(), "events", "none", false, false);
        assertThatThrownBy(() -> file.append(List.of(Events.numbered(1)))).isInstanceOf(IOException.class)
                .hasMessageContaining("occupied/events.jsonl").hasMessageContaining("not a directory");
    }

    @Test
    void aMissingPermissionIsAnErrorThatNamesTheFileAndPassesWhenItIsGiven() throws Exception {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may write anywhere");
        Path closed = Files.createDirectory(directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        EventFile file = EventFile.jsonl(closed.toString(), "events", "none", false, false);
        assertThatThrownBy(() -> file.append(List.of(Events.numbered(1)))).hasMessageContaining("permission denied");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        file.append(List.of(Events.numbered(1)));
        assertThat(closed.resolve("events.jsonl")).exists();
    }

    @Test
    void manyWritersOfOneBackendInterleaveWholeBatches() throws Exception {
        EventFile file = file("none", new JsonLines(), false, Events.EIGHT);
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int base = writer * 1000;
            writers.add(() -> {
                for (int i = 0; i < 20; i++) {
                    file.append(List.of(Events.numbered(base + i), Events.numbered(base + 500 + i)));
                }
                return null;
            });
        }
        var pool = Executors.newFixedThreadPool(4);
        for (var done : pool.invokeAll(writers)) {
            done.get();
        }
        pool.shutdown();
        assertThat(Files.readAllLines(directory.resolve("wafer_events.jsonl"))).hasSize(160)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void aPrefixCantLeadOutOfTheDirectory() {
        assertThatThrownBy(() -> EventFile.csv("data", "../etc/x", "none", ",", true))
                .hasMessageContaining("../etc/x").hasMessageContaining("expected");
    }

    @Test
    void theKameletsTakeOneEventOrMany() throws Exception {
        Map<String, String> given = Map.of("directory", directory.resolve("d, with \u00e9").toString(), "prefix",
                "wafer_events", "rotation", "none");
        try (Sink jsonl = Sink.of("jsonl-sink", given); Sink csv = Sink.of("csv-sink", given)) {
            for (Sink sink : List.of(jsonl, csv)) {
                sink.send(Events.numbered(1), Map.of("CamelFileName", "../evil"));
                sink.send(List.of(Events.numbered(2), Events.numbered(3)));
                assertThatThrownBy(() -> sink.send("text")).hasMessageContaining("an event");
            }
        }
        Path made = directory.resolve("d, with \u00e9");
        assertThat(Files.readAllLines(made.resolve("wafer_events.jsonl"))).hasSize(3);
        assertThat(Files.readString(made.resolve("wafer_events.csv"))).hasLineCount(4);
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void twoInstancesOfAKameletHaveEachTheirOwnFile() throws Exception {
        try (Sink plain = Sink.of("jsonl-sink", Map.of("directory", directory, "rotation", "none"));
                Sink gzip = Sink.of("jsonl-sink",
                        Map.of("directory", directory, "rotation", "none", "gzip", "true", "prefix", "audit"))) {
            plain.send(Events.numbered(1));
            gzip.send(Events.numbered(2));
        }
        assertThat(names()).containsExactlyInAnyOrder("events.jsonl", "audit.jsonl.gz");
    }

    @Test
    void theRoutesAreOnAndWriteIntoTheDataDirectory() throws Exception {
        try (Sink jsonl = Sink.route("jsonl", Map.of("jsonl.directory", directory));
                Sink csv = Sink.route("csv",
                        Map.of("csv.directory", directory, "csv.prefix", "2026", "csv.delimiter", "tab"))) {
            jsonl.send(List.of(Events.numbered(1)));
            csv.send(List.of(Events.numbered(1)));
        }
        assertThat(names()).anyMatch(name -> name.matches("events_\\d{8}\\.jsonl"))
                .anyMatch(name -> name.matches("2026_\\d{8}\\.csv")).hasSize(2);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(Files.readString(files.filter(f -> f.toString().endsWith("csv")).findAny().orElseThrow()))
                    .startsWith("id\ttime\ttype");
        }
    }

    private EventFile file(String rotation, FileFormat format, boolean gzip, Instant now) {
        return new EventFile(directory.toString(), "wafer_events", Rotation.of(rotation), format, gzip,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private EventFile ofKind(String kind) {
        return switch (kind) {
            case "jsonl" -> file("daily", new JsonLines(), false, Events.EIGHT);
            case "json" -> file("daily", new PrettyJson(), false, Events.EIGHT);
            case "csv" -> file("daily", new CsvTable(",", true), false, Events.EIGHT);
            default -> file("daily", new JsonLines(), true, Events.EIGHT);
        };
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path onlyFile() throws IOException {
        return directory.resolve(names().get(0));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
