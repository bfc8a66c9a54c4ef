package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies in the log beside a database file, and is it all that was committed? SQLite reads its log up to the first page that is not whole,
 * and takes the rest for a commit that was never finished, without a word; where the file itself is empty it deletes the log. So whoever opens
 * a journal asks here first.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_write_ahead_log">the file's format</a>
 */
final class Wal {
    private static final int MAGIC = 0x377f0682;
    private static final int HEAD = 32;
    private static final int SUMMED = 24;
    private static final int SALT_AT = 16;
    private static final int FRAME_HEAD = 24;
    private static final int FRAME = FRAME_HEAD + Schema.PAGE_BYTES;
    /**
     * A page, as a commit left it.
     *
     * @param commit
     *            whether it is the last of a commit
     */
    private record Frame(int page, boolean commit, boolean isWhole) {
    }

    private final Path file;
    private final Path log;
    private final List<Frame> frames = new ArrayList<>();
    private final Map<Integer, Integer> newest = new HashMap<>();
    private long salt;
    private boolean isHeadWhole = true;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    /** Frames that were committed for sure, however little of them is there. */
    private int published;
    /** Frames whose pages are home in the file for sure, and those whose pages may be. */
    private int home;
    private int perhapsHome;
    private int last;

    private Wal(Path file) {
        this.file = file;
        this.log = file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Reads the log beside a database file that nobody has open; there need be none. */
    static Wal beside(Path file) throws IOException {
        Wal wal = new Wal(file);
        if (Files.exists(wal.log) && Files.size(wal.log) > HEAD) {
            wal.read();
        }
        wal.believe(WalIndex.beside(file));
        for (int number = 1; number <= wal.frames.size(); number++) {
            Frame frame = wal.frames.get(number - 1);
            wal.last = frame.isWhole && frame.commit ? number : wal.last;
        }
        wal.findNewest();
        return wal;
    }

    private void believe(WalIndex index) {
        if (frames.isEmpty() || index.salt() == salt) {
            published = Math.max(published, index.committed());
            home = index.home();
            perhapsHome = index.perhapsHome();
        }
    }

    /** What is home already is newer in the file, unless all that led to it is here. */
    private void findNewest() throws IOException {
        boolean isFileNewer = replayed() < home;
        int pages = isFileNewer ? pagesOfTheFile() : 0;
        for (int number = 1; number <= last; number++) {
            Frame frame = frames.get(number - 1);
            if (frame.isWhole && (!isFileNewer || number > home || frame.page > pages)) {
                newest.put(frame.page, number);
            }
        }
    }

    private void read() throws IOException {
        try (FileChannel channel = FileChannel.open(log)) {
            ByteBuffer head = read(channel, 0, HEAD);
            order = (head.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            isHeadWhole = (head.getInt(0) & ~1) == MAGIC && head.getInt(8) == Schema.PAGE_BYTES
                    && Arrays.equals(sum(new int[2], head, 0, SUMMED), ints(head, SUMMED));
            int[] seed = ints(head, SUMMED);
            int commits = 0;
            salt = isHeadWhole ? head.getLong(SALT_AT) : read(channel, HEAD, FRAME_HEAD).getLong(8);
            for (long at = HEAD; at + FRAME <= channel.size(); at += FRAME) {
                ByteBuffer frame = read(channel, at, FRAME);
                int[] sum = ints(frame, SALT_AT);
                boolean whole = frame.getLong(8) == salt
                        && Arrays.equals(sum(sum(seed, frame, 0, 8), frame, FRAME_HEAD, Schema.PAGE_BYTES), sum);
                frames.add(new Frame(frame.getInt(0), frame.getInt(4) != 0, whole));
                seed = sum;
                if (frame.getLong(8) == salt) {
                    // The commits before it were on disk when it was written.
                    published = commits;
                    commits = frame.getInt(4) != 0 ? frames.size() : commits;
                }
            }
        }
    }

    private int firstBroken() {
        int number = 1;
        while (number <= frames.size() && frames.get(number - 1).isWhole) {
            number++;
        }
        return number;
    }

    /** The frames that SQLite would read: up to the last commit before one that is broken. */
    private int replayed() {
        int number = firstBroken() - 1;
        while (number > 0 && !frames.get(number - 1).commit) {
            number--;
        }
        return number;
    }

    /** Why SQLite would pass over commits that are in the log, or mix up old pages and new ones; null where it would not. */
    String damage() throws IOException {
        if (last > 0 && pagesOfTheFile() == 0) {
            return "it is empty, and its log is not";
        }
        if (isOlderThanTheFile()) {
            return null;
        }
        if (!frames.isEmpty() && !isHeadWhole) {
            return "the head of its log is damaged";
        }
        int broken = firstBroken();
        if (broken <= Math.min(published, frames.size())) {
            return "page " + broken + " of its log is damaged";
        }
        if (replayed() < perhapsHome && (home < perhapsHome || Files.exists(log))) {
            return "its log is cut off amid what was being brought home from there";
        }
        return pagesCutOff();
    }

    /** SQLite takes a page that is not there for one of zeroes, and finds nothing there. */
    private String pagesCutOff() throws IOException {
        int listed = listedPages();
        for (int number = wholePages() + 1; number <= listed; number++) {
            if (!newest.containsKey(number)) {
                return "it is cut short: it had " + listed + " pages, of which the first " + (number - 1) + " are here";
            }
        }
        return null;
    }

    private int listedPages() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel database = FileChannel.open(file)) {
            return Header.pages(page(1, database));
        }
    }

    private int wholePages() throws IOException {
        return Files.exists(file) ? (int) (Files.size(file) / Schema.PAGE_BYTES) : 0;
    }

    /** Whether the file has everything that is left of the log, and more: SQLite would put old pages beside new ones. */
    boolean isOlderThanTheFile() throws IOException {
        return Files.exists(log) && replayed() < home && perhapsHome == home
                && (published == home || frames.size() <= home)
                && wholePages() > 0 && listedPages() <= wholePages();
    }

    /** What of the log is gone for good, or null. */
    String missing() {
        int there = Math.max(home, frames.size());
        return published <= there
                ? null
                : "the last " + (published - there) + " of " + published + " committed pages of its log " + log
                        + " are missing";
    }

    private int pagesOfTheFile() throws IOException {
        return Files.exists(file) ? (int) ((Files.size(file) + Schema.PAGE_BYTES - 1) / Schema.PAGE_BYTES) : 0;
    }

    /** How many pages the file has, with its log. */
    int pages() throws IOException {
        return newest.keySet().stream().reduce(pagesOfTheFile(), Math::max);
    }

    /** A page as it was committed last and is whole, where that can be told; null where it is cut off. */
    ByteBuffer page(int number, FileChannel database) throws IOException {
        Integer frame = newest.get(number);
        if (frame == null) {
            ByteBuffer page = read(database, (long) (number - 1) * Schema.PAGE_BYTES, Schema.PAGE_BYTES);
            // Of a page that is cut short, what is there may still be whole.
            return page.limit() == 0 ? null : page.limit(Schema.PAGE_BYTES);
        }
        try (FileChannel channel = FileChannel.open(log)) {
            return read(channel, HEAD + (long) (frame - 1) * FRAME + FRAME_HEAD, Schema.PAGE_BYTES);
        }
    }

    /** Copies the file, and brings everything home into the copy that is whole in the log. */
    void home(Path copy) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, copy);
        }
        try (FileChannel to = FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            for (int number : newest.keySet()) {
                to.write(page(number, to), (long) (number - 1) * Schema.PAGE_BYTES);
            }
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
            continue;
        }
        return bytes.flip();
    }

    private static int[] ints(ByteBuffer bytes, int at) {
        return new int[]{bytes.getInt(at), bytes.getInt(at + Integer.BYTES)};
    }

    private int[] sum(int[] seed, ByteBuffer bytes, int from, int length) {
        int first = seed[0];
        int second = seed[1];
        ByteBuffer words = bytes.duplicate().order(order);
        for (int at = from; at < from + length; at += 2 * Integer.BYTES) {
            first += words.getInt(at) + second;
            second += words.getInt(at + Integer.BYTES) + first;
        }
        return new int[]{first, second};
    }
}
