package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What does SQLite's index of its log say of the log: more than the log itself, where that was cut short.
 *
 * @param salt
 *            of the log that it is of
 * @param committed
 *            pages of the log that were committed for sure
 * @param home
 *            pages of them that are home in the file for sure
 * @param perhapsHome
 *            pages of them that may be
 * @see <a href="https://www.sqlite.org/walformat.html#the_wal_index_file_format">the index's format</a>
 */
record WalIndex(long salt, int committed, int home, int perhapsHome) {
    static final WalIndex NONE = new WalIndex(0, 0, 0, 0);
    private static final int COMMITTED_AT = 16;
    private static final int SALT_AT = 32;
    /** Its first part is there twice. */
    private static final int COPY_AT = 48;
    private static final int HOME_AT = 96;
    private static final int PERHAPS_HOME_AT = 128;
    private static final int LENGTH = 136;

    /** The one beside a database file that nobody has open; one that says nothing where there is none, or it is not whole. */
    static WalIndex beside(Path file) throws IOException {
        Path index = file.resolveSibling(file.getFileName() + "-shm");
        if (!Files.exists(index)) {
            return NONE;
        }
        ByteBuffer head = ByteBuffer.allocate(LENGTH);
        try (FileChannel channel = FileChannel.open(index)) {
            if (channel.read(head, 0) < LENGTH) {
                return NONE;
            }
        }
        long salt = head.getLong(SALT_AT);
        head.order(ByteOrder.nativeOrder());
        int committed = head.getInt(COMMITTED_AT);
        int home = head.getInt(HOME_AT);
        boolean whole = head.slice(0, COPY_AT).equals(head.slice(COPY_AT, COPY_AT)) && home <= committed;
        return whole
                ? new WalIndex(salt, committed, home, Math.max(home, Math.min(committed, head.getInt(PERHAPS_HOME_AT))))
                : NONE;
    }
}
