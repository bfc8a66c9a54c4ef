package io.signalbox.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How do several campaigns go on at once? Two by two, each with a seed of its own, as often as there is time for all of them. */
final class Campaigns {
    /** One of them. */
    interface Campaign {
        void with(long seed) throws Exception;
    }

    private Campaigns() {
    }

    static void run(Schedule schedule, int count, Campaign campaign) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            do {
                List<Future<Void>> running = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    long seed = schedule.seed();
                    running.add(two.submit(() -> {
                        campaign.with(seed);
                        return null;
                    }));
                }
                for (Future<Void> each : running) {
                    each.get();
                }
            } while (schedule.goesOn());
        } finally {
            two.shutdownNow();
        }
    }
}
