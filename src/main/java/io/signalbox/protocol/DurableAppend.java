package io.signalbox.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jboss.logging.Logger;

/**
 * Is what was written on the disk, whole? A piece is appended with one write and one fsync; what a crash or a full disk left half written is
 * cut off first, so that it never runs into the next record.
 */
final class DurableAppend {
    private static final Logger LOG = Logger.getLogger(DurableAppend.class);

    /** Where whole records end in a file. */
    interface SoundEnd {
        long of(FileChannel file) throws IOException;
    }

    private final SoundEnd soundEnd;
    private Path known;
    private long knownEnd;

    DurableAppend(SoundEnd soundEnd) {
        this.soundEnd = soundEnd;
    }

    /** Ends at the last place where these bytes stand. */
    static SoundEnd after(byte[] recordEnd) {
        return file -> {
            for (long end = file.size(); end >= recordEnd.length; end--) {
                ByteBuffer last = ByteBuffer.allocate(recordEnd.length);
                file.read(last, end - recordEnd.length);
                if (java.util.Arrays.equals(last.array(), recordEnd)) {
                    return end;
                }
            }
            return 0;
        };
    }

    /**
     * Appends, and returns when it is on the disk.
     *
     * @param header
     *            what comes before it in a file that is empty
     * @throws IOException
     *             with the file's name and the reason; nothing was appended then
     */
    synchronized void append(Path file, byte[] header, byte[] records) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            boolean isNew = !Files.exists(file);
            // Opened each time: whoever moves the file away (logrotate) gets a new one, and no lock outlives a write.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                append(file, channel, header, records);
            }
            if (isNew) {
                syncDirectory(file.toAbsolutePath().getParent());
            }
        } catch (AccessDeniedException e) {
            throw new IOException("can't write " + file + ": permission denied", e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("can't write " + file + ": " + e.getFile() + " is not a directory", e);
        } catch (IOException e) {
            throw new IOException("can't write " + file + ": " + e.getMessage(), e);
        }
    }

    private void append(Path file, FileChannel channel, byte[] header, byte[] records) throws IOException {
        long size = channel.size();
        long end = file.equals(known) && size == knownEnd ? size : soundEnd.of(channel);
        if (end < size) {
            LOG.warnf("%s ended in half a record, %d bytes of which were cut off: its events are written again", file,
                    size - end);
            channel.truncate(end);
        }
        known = null;
        ByteBuffer bytes = ByteBuffer.allocate((end == 0 ? header.length : 0) + records.length);
        (end == 0 ? bytes.put(header) : bytes).put(records).flip();
        try {
            for (long at = end; bytes.hasRemaining();) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
        } catch (IOException e) {
            // Not kept, so not shown: the events are tried again, and must not stand here twice or by halves.
            channel.truncate(end);
            throw e;
        }
        known = file;
        knownEnd = end + bytes.limit();
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process is writing it");
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            throw new IOException("another backend is writing it", e);
        }
    }

    /** A new file's name is on the disk only when its directory is. */
    private static void syncDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
