package io.signalbox.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a replay has got, and what became of the events that it sent last.
 *
 * @param number
 *            the replay
 * @param report
 *            its cursor is the replay's place, not the backend's
 * @param missing
 *            how many places were passed that are not kept any more
 * @param over
 *            whether nothing is left to send
 */
public record ReplayReport(long number, Report report, long missing, boolean over) {
    /** The places of all events in it. */
    public Set<Long> places() {
        Set<Long> places = new TreeSet<>();
        report.done().forEach(done -> Arrays.stream(done.places()).forEach(places::add));
        report.dead().forEach(dead -> places.add(dead.seq()));
        return places;
    }

    public int delivered() {
        return report.done().stream().mapToInt(done -> done.places().length).sum();
    }

    /**
     * The same, where the attempts on events that were dead letters go on from those that made them so.
     *
     * @param before
     *            the attempts until then, by place
     */
    public ReplayReport after(Map<Long, Integer> before) {
        if (before.isEmpty()) {
            return this;
        }
        List<Report.Done> done = new ArrayList<>();
        for (Report.Done alike : report.done()) {
            long[] fresh = Arrays.stream(alike.places()).filter(seq -> !before.containsKey(seq)).toArray();
            if (fresh.length > 0) {
                done.add(new Report.Done(alike.outcome(), fresh, alike.attempts(), alike.answer()));
            }
            Arrays.stream(alike.places()).filter(before::containsKey).forEach(seq -> done.add(new Report.Done(
                    alike.outcome(), new long[]{seq}, alike.attempts() + before.get(seq), alike.answer())));
        }
        List<DeadLetter> dead = report.dead().stream()
                .map(letter -> letter.tried(letter.attempts() + before.getOrDefault(letter.seq(), 0))).toList();
        return new ReplayReport(number, new Report(report.backend(), report.cursor(), done, dead, report.at(),
                report.told(), report.ended()), missing, over);
    }
}
