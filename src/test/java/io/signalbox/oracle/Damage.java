package io.signalbox.oracle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Random;

import io.signalbox.bus.journal.Troubles;

/** What may a disk, or somebody who means well, do to a journal that nobody has open? */
enum Damage {
    HEADER(Loss.NOTHING) {
        @Override
        void strike(Path file, Random random) throws IOException {
            overwrite(file, random.nextInt(80), noise(random, 20));
        }
    },
    LIST_OF_TABLES(Loss.NOTHING) {
        @Override
        void strike(Path file, Random random) throws IOException {
            overwrite(file, 100 + random.nextInt(20), noise(random, 30));
        }
    },
    FIRST_PAGE_OF_EVENTS(Loss.NOTHING) {
        @Override
        void strike(Path file, Random random) throws IOException, SQLException {
            overwrite(file, page(Troubles.root(file.getParent(), "block")), new byte[PAGE]);
        }
    },
    FIRST_PAGE_OF_CURSORS(Loss.NOTHING) {
        @Override
        void strike(Path file, Random random) throws IOException, SQLException {
            overwrite(file, page(Troubles.root(file.getParent(), "cursor")), new byte[PAGE]);
        }
    },
    ANY_PAGE(Loss.SOME) {
        @Override
        void strike(Path file, Random random) throws IOException {
            overwrite(file, page(2 + random.nextInt(pages(file) - 1)), noise(random, PAGE));
        }
    },
    ANY_BIT(Loss.SOME) {
        @Override
        void strike(Path file, Random random) throws IOException {
            flip(file, random);
        }
    },
    CUT_IN_THE_MIDDLE(Loss.ALL) {
        @Override
        void strike(Path file, Random random) throws IOException {
            cut(file, Files.size(file) / 2);
        }
    },
    CUT_LATE(Loss.SOME) {
        @Override
        void strike(Path file, Random random) throws IOException {
            cut(file, Files.size(file) - 1 - random.nextInt(2 * PAGE));
        }
    },
    EMPTIED(Loss.ALL) {
        @Override
        void strike(Path file, Random random) throws IOException {
            cut(file, 0);
        }
    },
    DELETED(Loss.ALL) {
        @Override
        void strike(Path file, Random random) throws IOException {
            Files.delete(file);
        }
    },
    GARBAGE(Loss.ALL) {
        @Override
        void strike(Path file, Random random) throws IOException {
            Files.write(file, noise(random, (int) Files.size(file)));
        }
    },
    /** Somebody puts a copy back that was made before. */
    OLDER(Loss.ALL) {
        @Override
        void strike(Path file, Random random) throws IOException {
            Files.copy(earlier(file), file, StandardCopyOption.REPLACE_EXISTING);
        }
    },
    BIT_OF_THE_LOG(Loss.SOME, true) {
        @Override
        void strike(Path file, Random random) throws IOException {
            flip(log(file), random);
        }
    },
    HEAD_OF_THE_LOG(Loss.SOME, true) {
        @Override
        void strike(Path file, Random random) throws IOException {
            overwrite(log(file), random.nextInt(24), noise(random, 8));
        }
    },
    LOG_CUT(Loss.ALL, true) {
        @Override
        void strike(Path file, Random random) throws IOException {
            cut(log(file), Files.size(log(file)) * 3 / 4);
        }
    },
    LOG_DELETED(Loss.ALL, true) {
        @Override
        void strike(Path file, Random random) throws IOException {
            Files.delete(log(file));
        }
    };

    /** How much it may cost at most. */
    enum Loss {
        NOTHING, SOME, ALL
    }

    private static final int PAGE = 8192;

    final Loss atMost;
    /** Whether what is damaged is SQLite's log and not its file, in which everything has to be to make the damage felt. */
    final boolean ofTheLog;

    Damage(Loss atMost) {
        this(atMost, false);
    }

    Damage(Loss atMost, boolean ofTheLog) {
        this.atMost = atMost;
        this.ofTheLog = ofTheLog;
    }

    /** Does it to a database file, beside which {@link #earlier} lies. */
    abstract void strike(Path file, Random random) throws IOException, SQLException;

    /** A copy that was made before. */
    static Path earlier(Path file) {
        return file.resolveSibling("earlier.db");
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static int pages(Path file) throws IOException {
        return (int) (Files.size(file) / PAGE);
    }

    private static long page(int number) {
        return (number - 1L) * PAGE;
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(at);
            damaged.write(bytes);
        }
    }

    private static void flip(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.setLength(length);
        }
    }
}
