package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Is a database file's header what SQLite writes for a journal? SQLite believes most of what stands there: it would pass over the log, or shift
 * pages that point at one another, because of one flipped bit.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_database_header">the header</a>
 */
final class Header {
    private static final int LENGTH = 100;
    private static final int CHANGES_AT = 24;
    static final int PAGES_AT = 28;
    private static final int PAGES_VALID_AT = 92;
    private static final int SCHEMA_COOKIE_AT = 40;
    /** What always stands at these places, as numbers of four bytes. */
    private static final Map<Integer, Integer> ALWAYS = new TreeMap<>(
            Map.of(0, 0x53514c69, 4, 0x74652066, 8, 0x6f726d61,
                    12, 0x74203300, 20, 0x00402020, 64, 0, 68, 0));
    /** The schema's format, no vacuuming by itself, UTF-8. */
    private static final Map<Integer, Integer> WITH_TABLES = new TreeMap<>(Map.of(44, 4, 52, 0, 56, 1));
    private static final int LOG_AT = 18;
    private static final short HAS_LOG = 0x0202;

    private Header() {
    }

    /** What is wrong with it, or null; an empty file has none. */
    static String damage(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocate(LENGTH);
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.read(head, 0) < LENGTH) {
                return "it is cut short";
            }
        }
        boolean sound = is(head, ALWAYS) && (head.getInt(SCHEMA_COOKIE_AT) == 0
                || is(head, WITH_TABLES) && head.getShort(LOG_AT) == HAS_LOG);
        return sound ? null : "its header is not one that SQLite writes";
    }

    private static boolean is(ByteBuffer head, Map<Integer, Integer> wanted) {
        return wanted.entrySet().stream().allMatch(each -> head.getInt(each.getKey()) == each.getValue());
    }

    /** How many pages it says that there are; 0 where it does not know. */
    static int pages(ByteBuffer head) {
        boolean known = head != null && head.getInt(CHANGES_AT) == head.getInt(PAGES_VALID_AT);
        return known ? head.getInt(PAGES_AT) : 0;
    }
}
