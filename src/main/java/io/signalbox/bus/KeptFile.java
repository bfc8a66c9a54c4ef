package io.signalbox.bus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What was decided while it ran, and is to be known after the next start? One small text, which a crash leaves old or new, never half. */
public final class KeptFile {
    private final Path file;

    public KeptFile(Path file) {
        this.file = file;
    }

    /** What was kept last; null where nothing was. */
    public String read() throws IOException {
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Keeps a text in place of the one before; it is on the disk when this returns. */
    public void write(String text) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The file's new content has its name only when the folder is on the disk too.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
