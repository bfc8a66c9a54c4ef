package io.signalbox.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How does a disk fill up and become free again? Somebody else's file takes all that is left, and goes. */
final class Tide implements LightCampaign.Beside {
    private static final long NANOS = 700_000_000;

    private final Path file;
    private final AtomicInteger floods = new AtomicInteger();
    private volatile boolean stopping;

    Tide(Path disk) {
        this.file = disk.resolve("somebody-elses");
    }

    @Override
    public void stop() {
        stopping = true;
    }

    /** How often it was full. */
    int floods() {
        return floods.get();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                LockSupport.parkNanos(NANOS);
                rise();
                floods.incrementAndGet();
                LockSupport.parkNanos(NANOS);
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void rise() {
        byte[] some = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // Full.
        }
    }
}
