package io.signalbox.reload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is to be done to get from one generation to the next?
 *
 * @param before
 *            what runs
 * @param after
 *            what shall run
 * @param out
 *            what is taken away or replaced, callers before those that they call
 * @param in
 *            what is added or takes a place, those that are called before their callers
 * @param kamelets
 *            the Kamelets that say something else, or are new or gone
 * @param forAll
 *            whether what is said for all routes, such as error handling, says something else
 */
record Difference(Described before, Described after, List<Unit> out, List<Unit> in, Set<String> kamelets,
        boolean forAll) {

    /**
     * @param lost
     *            keys of what should run, and does not
     */
    static Difference between(Described before, Described after, Set<String> lost) {
        List<Unit> out = new ArrayList<>();
        before.units().forEach((key, unit) -> {
            if (!unit.isLike(after.units().get(key)) || lost.contains(key)) {
                out.add(unit);
            }
        });
        List<Unit> in = new ArrayList<>();
        after.units().forEach((key, unit) -> {
            if (!unit.isLike(before.units().get(key)) || lost.contains(key)) {
                in.add(unit);
            }
        });
        Set<String> kamelets = new TreeSet<>(before.kamelets());
        kamelets.addAll(after.kamelets());
        kamelets.removeIf(name -> before.kamelet(name) != null && before.kamelet(name).equals(after.kamelet(name)));
        List<Unit> callersFirst = callersFirst(in);
        Collections.reverse(callersFirst);
        return new Difference(before, after, callersFirst(out), callersFirst, kamelets,
                !before.forAll().equals(after.forAll()));
    }

    /** The routes, and files with routes of no name, that it is about. */
    List<String> names() {
        return Stream.concat(out.stream(), in.stream()).map(Unit::key).distinct().sorted().toList();
    }

    /** Backends wait for nobody and nobody waits for them; of the others, each stands after all that call it. */
    private static List<Unit> callersFirst(List<Unit> units) {
        List<Unit> left = new ArrayList<>(units.stream().filter(unit -> !unit.isBackend()).toList());
        List<Unit> ordered = new ArrayList<>(units.stream().filter(Unit::isBackend).toList());
        while (!left.isEmpty()) {
            Unit next = left.stream().filter(unit -> left.stream().noneMatch(other -> other.calls(unit))).findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }
}
