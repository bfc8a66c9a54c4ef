package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.signalbox.bus.Batches;
import io.signalbox.event.Event;

/** What does another process do with a journal? It holds one, or appends to it and says what was acknowledged, until it is killed. */
public final class JournalProcess {
    private static final int THREADS = 4;
    private static final int BATCH = 5;

    private JournalProcess() {
    }

    /** Starts one, with the class path of this; what a newer JVM warns of is not among what it says. */
    static Process start(String verb, Path data) throws IOException {
        return builder(verb, data).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Starts one that also says what it can't do. */
    static Process startComplaining(String verb, Path data) throws IOException {
        return builder(verb, data).redirectErrorStream(true).start();
    }

    private static ProcessBuilder builder(String verb, Path data) {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), JournalProcess.class.getName(), verb, data.toString());
    }

    public static void main(String[] arguments) throws Exception {
        Journal journal = Journal.open(Path.of(arguments[1]), WallClock.system(), Duration.ofHours(24),
                Duration.ofHours(72));
        if (arguments[0].equals("hold")) {
            System.out.println("holding");
            System.in.read();
            return;
        }
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "t" + thread + "-";
            new Thread(() -> append(journal, name)).start();
        }
    }

    private static void append(Journal journal, String name) {
        for (int round = 0;; round++) {
            List<Event> events = new ArrayList<>();
            StringBuilder acknowledged = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                events.add(Batches.event(name + round + "-" + i));
                acknowledged.append(name).append(round).append('-').append(i).append(";\n");
            }
            Batches.append(journal, "logging", events);
            System.out.print(acknowledged);
            System.out.flush();
        }
    }
}
