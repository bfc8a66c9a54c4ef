package io.signalbox.bus.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How does a disk fail when the test says so? By what SQLite would say at a commit, or when the file is opened. */
final class FailingDisk {
    volatile SQLiteErrorCode onCommit;
    volatile SQLiteErrorCode onOpen;
    /** Whether a commit that fails has reached the disk all the same. */
    volatile boolean writesAllTheSame;
    volatile int opened;

    Connection open(Path file) throws SQLException {
        fail(onOpen);
        opened++;
        Connection connection = Schema.writer(file);
        return (Connection) Proxy.newProxyInstance(FailingDisk.class.getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("commit") && onCommit != null) {
                            if (writesAllTheSame) {
                                connection.commit();
                            } else {
                                connection.rollback();
                            }
                            fail(onCommit);
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
