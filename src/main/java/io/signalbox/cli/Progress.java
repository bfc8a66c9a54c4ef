package io.signalbox.cli;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;

/** Is something still going on? On a terminal, a line says so when it takes longer than a second; it is gone when it is over. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int NARROWEST = 20;

    private final Timer timer = new Timer("progress", true);
    private final Supplier<String> words;
    private final long began = System.nanoTime();
    private final int width;
    private boolean drawn;
    private boolean over;

    /**
     * @param words
     *            what is going on, in few words
     */
    Progress(Supplier<String> words) {
        this.words = words;
        this.width = Terminal.isThere() ? Math.max(NARROWEST, Terminal.width() - 1) : 0;
        if (width > 0) {
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    draw();
                }
            }, PATIENCE_MILLIS, PATIENCE_MILLIS);
        }
    }

    Progress(String words) {
        this(() -> words);
    }

    private synchronized void draw() {
        if (!over) {
            String line = words.get() + " … " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s";
            System.err.print("\r" + ("%-" + width + "s").formatted(Terminal.cut(line, width)) + "\r");
            System.err.flush();
            drawn = true;
        }
    }

    @Override
    public synchronized void close() {
        timer.cancel();
        over = true;
        if (drawn) {
            System.err.print("\r" + " ".repeat(width) + "\r");
            System.err.flush();
        }
    }
}
