package io.signalbox.snmp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.snmp4j.smi.OID;

/**
 * What is a kind of device asked, and which of its answers are events?
 *
 * @param name
 *            its file's name
 * @param data
 *            what every event about such a device carries: fields and templates
 * @param unreachable
 *            what is said of a device that does not answer
 * @param values
 *            by name, what is asked for once per poll
 * @param tables
 *            by name, what is asked for row by row
 * @param rules
 *            the events that begin and end
 * @param jobs
 *            the counters whose growth is a job
 */
record Profile(String name, Map<String, Template> data, Rule unreachable, Map<String, Value> values,
        Map<String, Table> tables, List<Rule> rules, List<JobRule> jobs) {

    /** The profile of a device of which nothing is known any more. */
    static final Profile NONE = new Profile("", Map.of(), null, Map.of(), Map.of(), List.of(), List.of());

    /** The types of the events that such a device can cause. */
    Set<String> types() {
        Set<String> types = new TreeSet<>();
        Stream.concat(Stream.of(unreachable), Stream.concat(rules.stream(),
                jobs.stream().flatMap(job -> Stream.of(job.completed(), job.failed())))).filter(Objects::nonNull)
                .flatMap(rule -> Stream.of(rule.type(), rule.end())).filter(Objects::nonNull).forEach(types::add);
        return types;
    }

    /**
     * One thing that is asked for.
     *
     * @param oid
     *            the instance, or (with {@code first}, and in tables) the column
     * @param first
     *            whether the first row of the column is meant, whatever its index
     * @param names
     *            words for numbers; empty where the number speaks for itself
     * @param bits
     *            words for the bits of a BITS value, bit 0 first; empty where it is none
     * @param percent
     *            null, or the name of the column of which this is a percentage
     * @param of
     *            the name of the column that is 100 percent
     */
    record Value(String name, OID oid, boolean first, Map<Long, String> names, List<String> bits, String percent,
            String of) {
    }

    /**
     * @param key
     *            the column that tells rows apart from poll to poll, or null: the row's index
     * @param label
     *            the column that names a row for people, or null: the row's index
     */
    record Table(String name, Map<String, Value> columns, String key, String label, int maxRows) {
    }

    /** Tests that hold together; each is named after the value that it looks at. */
    record All(Map<String, Test> tests) {
    }

    /**
     * When an event begins and ends, and what it says.
     *
     * @param each
     *            the table whose rows are judged one by one, or null
     * @param when
     *            it holds when one of these holds
     * @param only
     *            rows (or devices) for which none of these holds are not judged; empty: all are
     * @param unless
     *            the names of rules that say it better; while one of them holds, this does not
     * @param severity
     *            or null, for the catalogue's
     * @param end
     *            the type of the event that ends it; null: the same type
     * @param silentAtFirst
     *            whether what already holds at first sight is no event
     */
    record Rule(String name, String type, String end, String severity, String each, List<All> when, List<All> only,
            Set<String> unless, boolean silentAtFirst, Words words, Words endWords) {
    }

    /** What an event says. */
    record Words(Template title, Template message, Template dedup, Template subject, Map<String, Template> data) {
    }

    /**
     * A counter whose growth is a job.
     *
     * @param value
     *            the name of the value that counts
     * @param begins
     *            a job begins when one of these holds, or when the counter grows
     * @param goesOn
     *            while one of these holds, a job is not over though nothing moves
     * @param stuckAfter
     *            so long without progress, it has failed
     */
    record JobRule(String name, String value, List<All> begins, List<All> goesOn, Duration stuckAfter, Rule completed,
            Rule failed) {
    }
}
