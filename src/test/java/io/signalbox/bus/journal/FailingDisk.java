package io.signalbox.bus.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How does a disk fail when the test says so? By what SQLite would say at a commit, or when the file is opened. */
final class FailingDisk {
    volatile SQLiteErrorCode onCommit;
    volatile SQLiteErrorCode onOpen;
    /** Whether a commit that fails has reached the disk all the same. */
    volatile boolean writesAllTheSame;
    volatile int opened;
    private final Supplier<SQLiteErrorCode> commits;

    FailingDisk() {
        this.commits = () -> onCommit;
    }

    /** Asks at each commit how it fails, null for not at all. */
    FailingDisk(Supplier<SQLiteErrorCode> commits) {
        this.commits = commits;
    }

    Connection open(Path file) throws SQLException {
        fail(onOpen);
        opened++;
        Connection connection = Schema.writer(file);
        return (Connection) Proxy.newProxyInstance(FailingDisk.class.getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        SQLiteErrorCode fault = method.getName().equals("commit") ? commits.get() : null;
                        if (fault != null) {
                            if (writesAllTheSame) {
                                connection.commit();
                            } else {
                                connection.rollback();
                            }
                            fail(fault);
                        }
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void fail(SQLiteErrorCode code) throws SQLException {
        if (code != null) {
            throw new SQLiteException(code.message, code);
        }
    }
}
