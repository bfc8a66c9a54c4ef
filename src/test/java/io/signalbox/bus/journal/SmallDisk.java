package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk of a few megabytes, in memory. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one; null where this user may not. */
    public static SmallDisk mount(Path path, int megabytes) throws Exception {
        Files.createDirectories(path);
        return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString())
                ? new SmallDisk(path)
                : null;
    }

    public Path path() {
        return path;
    }

    public void readOnly(boolean now) throws Exception {
        if (!run("mount", "-o", now ? "remount,ro" : "remount,rw", path.toString())) {
            throw new IOException("can't remount " + path);
        }
    }

    private static boolean run(String... words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(words)).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", path.toString());
    }
}
