package io.signalbox.oracle;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was done, in numbers? */
final class Summary {
    private final String title;
    private final long began = System.nanoTime();
    private final Map<String, AtomicLong> numbers = new ConcurrentSkipListMap<>();

    Summary(String title) {
        this.title = title;
    }

    void add(String what, long number) {
        numbers.computeIfAbsent(what, key -> new AtomicLong()).addAndGet(number);
    }

    long get(String what) {
        return numbers.getOrDefault(what, new AtomicLong()).get();
    }

    void print() {
        StringBuilder table = new StringBuilder("Oracle: ").append(title).append('\n');
        numbers.forEach((what, number) -> table.append(String.format("  %-32s %,12d%n", what, number.get())));
        System.out.printf("%s  %-32s %,12d%n", table, "seconds", (System.nanoTime() - began) / 1_000_000_000);
    }
}
