package io.signalbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({"2026-11-21T08:00:00Z,2026-11-21T08:00:00Z", "2026-11-21T08:00:00.1Z,2026-11-21T08:00:00.100Z",
            "2026-11-21T08:00:00.123456789Z,2026-11-21T08:00:00.123456789Z",
            "2026-11-21T09:00:00+01:00,2026-11-21T08:00:00Z", "2026-11-21T09:00:00.5+0100,2026-11-21T08:00:00.5Z",
            "2026-11-21T09:00:00+01,2026-11-21T08:00:00Z", "2026-11-21T08:00:00,2026-11-21T08:00:00Z",
            "2026-11-21 08:00:00,2026-11-21T08:00:00Z", "2026-11-21T08:00:00.123456,2026-11-21T08:00:00.123456Z",
            "2026-11-21T08:00Z,2026-11-21T08:00:00Z", " 2026-11-21T08:00:00Z ,2026-11-21T08:00:00Z",
            "2026-11-21T08:00:00.12345+00:00,2026-11-21T08:00:00.12345Z",
            "2024-02-29T23:59:59Z,2024-02-29T23:59:59Z"})
    void whatPeopleWriteIsATimeAndWithoutAZoneItIsUtc(String text, Instant time) {
        assertThat(Times.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z", "2026-11-21T08:00:00.x1Z",
            "21.11.2026 08:00"})
    void whatIsNoTimeIsNotGuessed(String text) {
        assertThat(Times.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1700000000,2023-11-14T22:13:20Z", "1700000000.25,2023-11-14T22:13:20.250Z",
            "1700000000250,2023-11-14T22:13:20.250Z"})
    void aNumberIsSecondsOrMillisecondsSince1970(double number, Instant time) {
        assertThat(Times.parse(number)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e15, Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberBeyondAllClocksIsNoTime(double number) {
        assertThat(Times.parse(number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T08:00:00Z", "2026-11-21T08:00:00.120Z", "2026-11-21T08:00:00.000001Z",
            "2026-11-21T08:00:00.123456789Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"})
    void aTimeIsWrittenAsJavaWritesIt(Instant time) {
        assertThat(Times.text(time)).isEqualTo(time.toString());
    }
}
