package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What becomes of a body, when the clock stands still? */
public final class Read {
    public static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    public static final Catalogue CATALOGUE = Catalogue.load();
    public static final EventReader READER = new EventReader(
            new Normaliser(CATALOGUE, Clock.fixed(NOW, ZoneOffset.UTC), "signalbox", Duration.ofHours(1)));

    private Read() {
    }

    /** The one event of a JSON object in which quotes may be single ones. */
    public static Event event(String json) {
        try {
            return READER.single(json.replace('\'', '"').getBytes(UTF_8));
        } catch (InvalidEvent e) {
            throw new AssertionError(e.field() + " " + e.getMessage(), e);
        }
    }

    /** Everything that a JSON body holds. */
    public static Reading body(String json) {
        try {
            return READER.json(json.replace('\'', '"').getBytes(UTF_8));
        } catch (InvalidEvent e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Why a body is none at all. */
    static InvalidEvent refusal(byte[] body) {
        return catchThrowableOfType(InvalidEvent.class, () -> READER.json(body));
    }

    /** Why the only object of a body is no event. */
    static Reading.Refusal refusal(String json) {
        Reading reading = body(json);
        if (!reading.events().isEmpty() || reading.refusals().size() != 1) {
            throw new AssertionError("expected one refusal, got " + reading);
        }
        return reading.refusals().get(0);
    }
}
