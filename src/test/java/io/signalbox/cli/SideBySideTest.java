package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class SideBySideTest {
    private final List<Worker> made = new ArrayList<>();

    private static final class Worker implements AutoCloseable {
        private final AtomicInteger atOnce = new AtomicInteger();
        private volatile boolean closed;

        int square(int number) {
            assertThat(atOnce.incrementAndGet()).as("one does one thing at a time").isEqualTo(1);
            atOnce.decrementAndGet();
            return number * number;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private synchronized Worker make() {
        made.add(new Worker());
        return made.get(made.size() - 1);
    }

    @Test
    void resultsComeInTheOrderOfTheThingsFromNoMoreWorkersThanCoresAndAllAreClosed() throws Exception {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> squares = new ArrayList<>();
        try (SideBySide<Worker> sideBySide = new SideBySide<>(this::make)) {
            for (Future<Integer> square : sideBySide.each(numbers, Worker::square)) {
                squares.add(square.get());
            }
        }
        assertThat(squares).isEqualTo(numbers.stream().map(number -> number * number).toList());
        assertThat(made).hasSizeBetween(1, Runtime.getRuntime().availableProcessors())
                .allSatisfy(worker -> assertThat(worker.closed).isTrue());
    }

    @Test
    void whatFailsFailsForItselfAlone() throws Exception {
        try (SideBySide<Worker> sideBySide = new SideBySide<>(this::make)) {
            List<Future<Integer>> results = sideBySide.each(List.of(0, 2), (worker, number) -> 10 / number);

            assertThatThrownBy(() -> results.get(0).get()).isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("by zero");
            assertThat(results.get(1).get()).isEqualTo(5);
        }
    }
}
