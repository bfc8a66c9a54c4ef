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
