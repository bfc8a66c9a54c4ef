package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
    private static final int LONGEST = 200;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100_000})
    void linesComeInTheirOrderHoweverTheBytesArrive(int most) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            body.append("{\"type\":\"a.b\",\"id\":\"").append(i).append("\"}").append(i % 2 == 0 ? "\n" : "\r\n");
        }

        List<Reading> readings = read(body.toString().getBytes(UTF_8), most, 64);

        assertThat(readings).allSatisfy(reading -> assertThat(reading.events()).hasSizeLessThanOrEqualTo(64));
        assertThat(readings.stream().flatMap(reading -> reading.events().stream()).map(Event::id))
                .hasSize(500).isEqualTo(java.util.stream.IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void emptyLinesAreNothingAndTheLastNeedsNoEnd() throws IOException {
        List<Reading> readings = read("\n \r\n{\"type\":\"a.b\",\"id\":\"1\"}\n\n\t\n{\"type\":\"a.b\",\"id\":\"2\"}"
                .getBytes(UTF_8), 7, 10);

        assertThat(readings).hasSize(1);
        assertThat(readings.get(0).events()).extracting(Event::id).containsExactly("1", "2");
        assertThat(readings.get(0).places()).containsExactly(0, 1);
    }

    @Test
    void aBadLineIsNamedAndTheOthersAreKept() throws IOException {
        String tooLong = "{\"type\":\"a.b\",\"x\":\"" + "x".repeat(5 * LONGEST) + "\"}";
        String body = String.join("\n", "{\"type\":\"a.b\",\"id\":\"0\"}", "{\"type\":", "{\"severity\":\"loud\"}",
                tooLong, "{\"type\":\"a.b\",\"id\":\"4\"}", "[1]", "\u0000", "{\"type\":\"a.b\",\"id\":\"7\"}");

        Reading reading = read(body.getBytes(UTF_8), 16, 100).get(0);

        assertThat(reading.events()).extracting(Event::id).containsExactly("0", "4", "7");
        assertThat(reading.places()).containsExactly(0, 4, 7);
        assertThat(reading.refusals()).extracting(Reading.Refusal::index).containsExactly(1, 2, 3, 5, 6);
        assertThat(reading.refusals().get(1).field()).isEqualTo("severity");
        assertThat(reading.refusals().get(2).detail()).isEqualTo("is longer than 200 bytes; expected less");
    }

    @Test
    void aLineAsLongAsTheLimitIsTakenAndALongerOneIsNot() throws IOException {
        String shell = "{\"type\":\"a.b\",\"x\":\"\"}";
        String fits = shell.replace("\"\"", "\"" + "x".repeat(LONGEST - shell.length()) + "\"");
        String over = shell.replace("\"\"", "\"" + "x".repeat(LONGEST - shell.length() + 1) + "\"");

        for (int most : new int[]{1, 50, 10_000}) {
            Reading reading = read((fits + "\n" + over + "\n" + fits).getBytes(UTF_8), most, 10).get(0);
            assertThat(reading.places()).containsExactly(0, 2);
            assertThat(reading.refusals()).extracting(Reading.Refusal::index).containsExactly(1);
        }
    }

    @Test
    void aByteOrderMarkBeforeTheFirstLineIsPassedOver() throws IOException {
        assertThat(read("\ufeff{\"type\":\"a.b\",\"id\":\"1\"}\n".getBytes(UTF_8), 100, 10).get(0).events()).hasSize(1);
    }

    @Test
    void anEmptyBodyHasNoLines() throws IOException {
        assertThat(read(new byte[0], 10, 10)).isEmpty();
        assertThat(read("\n\n\n".getBytes(UTF_8), 10, 10)).isEmpty();
    }

    /** Reads a body that arrives in pieces of random size. */
    private static List<Reading> read(byte[] body, int most, int chunk) throws IOException {
        Random random = new Random(most);
        InputStream in = new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(most)));
            }
        };
        EventLines lines = Read.READER.lines(in, LONGEST, chunk);
        List<Reading> readings = new ArrayList<>();
        for (Reading reading = lines.next(); reading != null; reading = lines.next()) {
            readings.add(reading);
        }
        return readings;
    }
}
