package io.signalbox.event;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How bad an event is. The numbers are those of OpenTelemetry and of the CloudEvents severity extension.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/severity.md">CloudEvents severity</a>
 */
public enum Severity {
    DEBUG(5), INFO(9), WARNING(13), ERROR(17), CRITICAL(21);

    /** What people write besides our five words; syslog's and log frameworks' names. */
    private static final Map<String, Severity> SYNONYMS = Map.ofEntries(Map.entry("trace", DEBUG),
            Map.entry("notice", INFO), Map.entry("information", INFO), Map.entry("informational", INFO),
            Map.entry("warn", WARNING), Map.entry("err", ERROR), Map.entry("crit", CRITICAL),
            Map.entry("fatal", CRITICAL),
            Map.entry("alert", CRITICAL), Map.entry("emerg", CRITICAL), Map.entry("emergency", CRITICAL));

    private final int number;
    private final String numberText;
    private final String text = name().toLowerCase(Locale.ROOT);

    Severity(int number) {
        this.number = number;
        this.numberText = String.valueOf(number);
    }

    String numberText() {
        return numberText;
    }

    /** OpenTelemetry's severity number: 5, 9, 13, 17 or 21. */
    public int number() {
        return number;
    }

    /** The word on the wire, in lower case. */
    public String text() {
        return text;
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** The severity that a word means; empty when it means none of them. */
    public static Optional<Severity> of(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT);
        for (Severity severity : values()) {
            if (severity.text.equals(wanted)) {
                return Optional.of(severity);
            }
        }
        return Optional.ofNullable(SYNONYMS.get(wanted));
    }

    /** The severity of an OpenTelemetry number (1 to 24); empty outside that span. */
    public static Optional<Severity> of(int number) {
        return number < 1 || number > 24 ? Optional.empty() : Optional.of(values()[Math.max(0, (number - 5) / 4)]);
    }

    @Override
    public String toString() {
        return text;
    }
}
