package io.signalbox.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What are series to Prometheus? Lines of text, names of letters, digits and underscores, whatever else in quotes.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">Text-based format</a>
 */
final class MetricText {
    /** What a Pushgateway and a scrape say of all that they carry. */
    private static final Set<String> TAKEN = Set.of("job", "instance", "le", "quantile");

    private MetricText() {
    }

    /** A name of a metric. */
    static String name(String word) {
        String safe = word.replaceAll("[^a-zA-Z0-9_]", "_");
        return safe.isEmpty() || Character.isDigit(safe.charAt(0)) ? "_" + safe : safe;
    }

    /** A name of a label. */
    static String label(String name) {
        return TAKEN.contains(name) || name.startsWith("__") ? "exported_" + name : name;
    }

    /** All of the series, each line ended. */
    static String of(EventSeries series) {
        StringBuilder text = new StringBuilder(4096);
        text.append(
                "# HELP continuum_events_total Events, by type and severity.\n# TYPE continuum_events_total counter\n");
        series.counters().entrySet().stream().sorted(Map.Entry.comparingByKey(
                Comparator.comparing(EventSeries.Counter::eventType).thenComparing(EventSeries.Counter::severity)))
                .forEach(one -> text.append("continuum_events_total{event_type=\"")
                        .append(escaped(one.getKey().eventType())).append("\",severity=\"")
                        .append(one.getKey().severity()).append("\"} ").append(one.getValue()).append('\n'));
        series.statuses().forEach((metric, statuses) -> status(text, metric, statuses));
        return text.toString();
    }

    private static void status(StringBuilder text, String metric, List<EventSeries.Status> statuses) {
        text.append("# HELP ").append(metric).append(" Whether it is online (1) or offline (0).\n# TYPE ")
                .append(metric)
                .append(" gauge\n");
        for (EventSeries.Status status : statuses) {
            text.append(metric).append('{').append(status.label()).append("=\"").append(escaped(status.name()))
                    .append("\"} ").append(status.on() ? 1 : 0).append('\n');
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
