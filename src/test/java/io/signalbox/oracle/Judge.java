package io.signalbox.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Was the promise kept? */
final class Judge {
    private static final int SHOWN = 20;
    /** One batch that the backend is taking, and 17 whose acceptance each lane may have said without its being on disk. */
    private static final int UNSAVED = 18;

    /**
     * One backend before its judge.
     *
     * @param wants
     *            what passes its filter
     * @param refuses
     *            what it refuses for good
     * @param deadLetters
     *            reasons by id
     * @param atOnce
     *            how many events may be on their way to it at one moment: batch size times concurrency
     *            (times {@link #UNSAVED} as many may have arrived without that being on disk)
     */
    record Case(String name, Predicate<Id> wants, Predicate<Id> refuses, Arrivals arrivals,
            Map<String, String> deadLetters, int atOnce) {
    }

    private final List<String> findings = new ArrayList<>();
    private final Ledger ledger;
    private final int kills;

    Judge(Ledger ledger, int kills) {
        this.ledger = ledger;
        this.kills = kills;
    }

    /** What is wrong, in words; nothing where all is well. */
    List<String> findings() {
        return findings;
    }

    void hear(Case backend) {
        hear(backend, true);
    }

    void hear(Case backend, boolean ordered) {
        if (ordered) {
            find(backend, "out of order", outOfOrder(backend.arrivals.firsts()));
        }
        hearUnordered(backend);
    }

    /** One that read from several connections at once, and so can't say what came first. */
    void hearUnordered(Case backend) {
        Collection<String> got = backend.arrivals.ids();
        find(backend, "lost", ledger.accepted().stream().filter(id -> backend.wants.test(Id.of(id)))
                .filter(id -> !got.contains(id) && !backend.deadLetters.containsKey(id)).toList());
        find(backend, "never sent by anybody", got.stream().filter(id -> !ledger.wasSent(id)).toList());
        find(backend, "came through the filter",
                got.stream().filter(id -> !backend.wants.test(Id.of(id))).toList());
        find(backend, "among the dead letters without having been refused", backend.deadLetters.keySet().stream()
                .filter(id -> !backend.refuses.test(Id.of(id))).toList());
        find(backend, "among the dead letters without a reason", backend.deadLetters.entrySet().stream()
                .filter(dead -> dead.getValue() == null || dead.getValue().isBlank()).map(Map.Entry::getKey).toList());
        long most = (long) kills * backend.atOnce * UNSAVED + backend.arrivals.invited();
        if (backend.arrivals.again() > most) {
            findings.add(backend.name + ": " + backend.arrivals.again() + " duplicates, but no more than " + most
                    + " were in flight at " + kills + " kills or brought upon itself");
        }
    }

    /** What the disk had lost, and gave back when somebody put an older journal in its place, comes when it can. */
    private List<String> outOfOrder(List<Arrivals.First> firsts) {
        Map<String, Integer> newest = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Arrivals.First first : firsts) {
            Id id = Id.of(first.id());
            int before = newest.getOrDefault(id.key(), 0);
            if (id.number() < before && !ledger.wasDamaged(first.id())) {
                wrong.add(id + " after " + id.key() + "." + before);
            }
            newest.put(id.key(), Math.max(before, id.number()));
        }
        return wrong;
    }

    private void find(Case backend, String what, Collection<String> ids) {
        if (!ids.isEmpty()) {
            findings.add(backend.name + ": " + ids.size() + " " + what + ": "
                    + String.join(", ", ids.stream().sorted().limit(SHOWN).toList()));
        }
    }
}
