package io.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int MANY = 20_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whateverIsDueIsDoneOnce() {
        Together together = new Together(threads);
        ConcurrentHashMap<Integer, Integer> done = new ConcurrentHashMap<>();
        IntStream.range(0, MANY).parallel().forEach(at -> together.execute(() -> done.merge(at, 1, Integer::sum)));

        await().until(() -> done.size() == MANY);
        assertThat(done.values()).containsOnly(1);
    }

    @Test
    void aThreadIsCalledForManyAndNotForEach() {
        Queue<Runnable> called = new ArrayDeque<>();
        Together together = new Together(called::add);
        List<Integer> done = new ArrayList<>();
        IntStream.range(0, 40).forEach(at -> together.execute(() -> done.add(at)));
        assertThat(called).hasSize(1);

        int threads = 0;
        for (Runnable next = called.poll(); next != null; next = called.poll()) {
            next.run();
            threads++;
        }
        assertThat(done).isEqualTo(IntStream.range(0, 40).boxed().toList());
        assertThat(threads).isLessThan(5);
    }

    @Test
    void whatComesWhileSomethingTakesLongDoesNotWaitForIt() throws InterruptedException {
        Together together = new Together(threads);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        together.execute(() -> hold(began, end));
        began.await();
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, 100).forEach(at -> together.execute(done::incrementAndGet));

        await().until(() -> done.get() == 100);
        end.countDown();
    }

    @Test
    void whatStoodBehindSomethingThatFailsIsDone() {
        Queue<Runnable> called = new ArrayDeque<>();
        Together together = new Together(called::add);
        AtomicInteger done = new AtomicInteger();
        together.execute(() -> {
            throw new IllegalStateException("failed");
        });
        IntStream.range(0, 5).forEach(at -> together.execute(done::incrementAndGet));
        List<Throwable> failures = new ArrayList<>();
        for (Runnable next = called.poll(); next != null; next = called.poll()) {
            try {
                next.run();
            } catch (IllegalStateException e) {
                failures.add(e);
            }
        }
        assertThat(failures).hasSize(1);
        assertThat(done).hasValue(5);
    }

    private static void hold(CountDownLatch began, CountDownLatch end) {
        began.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
