package io.signalbox.oracle;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does Signalbox owe? Every id that it answered with a 2xx, from that answer on. */
final class Ledger {
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    final AtomicLong unanswered = new AtomicLong();
    final AtomicLong refused = new AtomicLong();

    /** They are about to be sent, perhaps once more. */
    void sending(Collection<Id> ids) {
        ids.forEach(id -> sent.add(id.toString()));
    }

    /** Signalbox said that it has them. */
    void accepted(Collection<String> ids) {
        accepted.addAll(ids);
    }

    Set<String> accepted() {
        return accepted;
    }

    boolean wasSent(String id) {
        return sent.contains(id);
    }
}
