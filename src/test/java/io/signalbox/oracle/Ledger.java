package io.signalbox.oracle;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does Signalbox owe? Every id that it answered with a 2xx, from that answer on. */
final class Ledger {
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> accepted = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final AtomicLong damaged = new AtomicLong();
    final AtomicLong unanswered = new AtomicLong();
    final AtomicLong refused = new AtomicLong();

    /** They are about to be sent, perhaps once more. */
    void sending(Collection<Id> ids) {
        ids.forEach(id -> sent.add(id.toString()));
    }

    /** Signalbox said that it has them. */
    void accepted(Collection<String> ids) {
        long now = System.nanoTime();
        ids.forEach(id -> accepted.putIfAbsent(id, now));
    }

    /** The disk has lost them, and they are set aside: nobody is owed them any more, but by who sends them once more. */
    void damaged(Collection<String> ids) {
        ids.forEach(accepted::remove);
        lost.addAll(ids);
        damaged.addAndGet(ids.size());
    }

    /** The disk has lost them, and nobody knows: so they must not have been accepted. */
    void vanished(Collection<String> ids) {
        lost.addAll(ids);
    }

    /** Whether the disk has lost an event of that id, which somebody may have sent once more. */
    boolean wasDamaged(String id) {
        return lost.contains(id);
    }

    /** How many events the disk has lost. */
    long damaged() {
        return damaged.get();
    }

    Set<String> accepted() {
        return accepted.keySet();
    }

    /** When Signalbox first said that it has it. */
    long acceptedAt(String id) {
        return accepted.get(id);
    }

    boolean wasSent(String id) {
        return sent.contains(id);
    }
}
