package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Who may write here? One process at a time: the operating system holds the lock, and lets go of it even when the process is killed. */
final class DataDirectory implements AutoCloseable {
    private static final long LOCK_AT = 1 << 20;

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory, and makes it where it is not there.
     *
     * @throws IllegalStateException
     *             where another process holds it; says which
     */
    static DataDirectory take(Path directory) {
        Path file = directory.resolve("journal.lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            // The lock lies beyond the text, which so can be read by whoever is refused, on Windows too.
            FileLock lock = lock(channel);
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new IllegalStateException(
                        "The data directory " + directory.toAbsolutePath() + " is in use by " + holder
                                + ". Stop that one, or give this one a directory of its own (signalbox.data).");
            }
            ByteBuffer name = StandardCharsets.UTF_8
                    .encode("process " + ProcessHandle.current().pid() + ", since " + Instant.now() + "\n");
            channel.truncate(0).write(name, 0);
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data directory " + directory.toAbsolutePath() + " can't be used (signalbox.data): " + e, e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCK_AT, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
