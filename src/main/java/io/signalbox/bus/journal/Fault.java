package io.signalbox.bus.journal;

import java.util.EnumSet;
import java.util.Set;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Whose fault is it when SQLite fails: that of what it was told, of the disk, or of a file that is no longer whole? */
final class Fault {
    private static final int PRIMARY = 0xff;
    private static final Set<SQLiteErrorCode> DISK = EnumSet.of(SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR, SQLiteErrorCode.SQLITE_READONLY, SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED, SQLiteErrorCode.SQLITE_PERM, SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_NOMEM, SQLiteErrorCode.SQLITE_NOLFS);
    private static final Set<SQLiteErrorCode> DAMAGE = EnumSet.of(SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_FORMAT);

    private Fault() {
    }

    /** That the file is damaged, where SQLite has not noticed. */
    static SQLiteException damage(String what) {
        return new SQLiteException(what, SQLiteErrorCode.SQLITE_CORRUPT);
    }

    /** Whether anything else would have failed as well. */
    static boolean isOfTheDisk(Throwable failure) {
        return is(failure, DISK);
    }

    /** Whether the file is damaged. */
    static boolean isDamage(Throwable failure) {
        return is(failure, DAMAGE);
    }

    /** Whether somebody else has the file to himself. */
    static boolean isBusy(Throwable failure) {
        return is(failure, EnumSet.of(SQLiteErrorCode.SQLITE_BUSY));
    }

    private static boolean is(Throwable failure, Set<SQLiteErrorCode> codes) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                int code = sqlite.getResultCode().code & PRIMARY;
                return codes.stream().anyMatch(each -> each.code == code);
            }
        }
        return false;
    }
}
