package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/**
 * Is a row still as it was written that says what a backend has got, or what it refused? One bit that flips there would take away events that
 * are whole, or change one, and nobody would know. The row's seal is a CRC-32C of what it says; a row that was written without one is believed.
 */
final class Seal {
    private Seal() {
    }

    /** Of a row of {@code cursor}. */
    static int ofCursor(String backend, long seq) {
        CRC32C seal = begin(backend);
        number(seq, seal);
        return (int) seal.getValue();
    }

    /** Of a row of {@code delivery}. */
    static int ofDelivery(String backend, long first, long last, byte[] bits, String outcome) {
        CRC32C seal = begin(backend);
        number(first, seal);
        number(last, seal);
        if (bits != null) {
            seal.update(bits, 0, bits.length);
        }
        text(outcome, seal);
        return (int) seal.getValue();
    }

    /** Of a row of {@code dead_letter}. */
    static int ofLetter(String backend, long seq, byte[] event) {
        CRC32C seal = begin(backend);
        number(seq, seal);
        seal.update(event, 0, event.length);
        return (int) seal.getValue();
    }

    /** Whether a row with the columns backend, seq, and seal is as it was written. */
    static boolean holdsCursor(ResultSet row) throws SQLException {
        return holds(row, ofCursor(row.getString("backend"), row.getLong("seq")));
    }

    /** Whether a row with the columns backend, first_seq, last_seq, bits, outcome, and seal is as it was written. */
    static boolean holdsDelivery(ResultSet row) throws SQLException {
        return holds(row, ofDelivery(row.getString("backend"), row.getLong("first_seq"), row.getLong("last_seq"),
                row.getBytes("bits"), row.getString("outcome")));
    }

    /** Whether a row with the columns backend, seq, event, and seal is as it was written. */
    static boolean holdsLetter(ResultSet row) throws SQLException {
        byte[] event = row.getBytes("event");
        return event != null && holds(row, ofLetter(row.getString("backend"), row.getLong("seq"), event));
    }

    private static boolean holds(ResultSet row, int expected) throws SQLException {
        if (!isSealed(row.getMetaData())) {
            return true;
        }
        long seal = row.getLong("seal");
        return row.wasNull() || seal == expected;
    }

    /** Tables of older versions have no seals. */
    private static boolean isSealed(ResultSetMetaData columns) throws SQLException {
        for (int column = columns.getColumnCount(); column > 0; column--) {
            if (columns.getColumnName(column).equals("seal")) {
                return true;
            }
        }
        return false;
    }

    private static CRC32C begin(String backend) {
        CRC32C seal = new CRC32C();
        text(backend, seal);
        return seal;
    }

    private static void text(String text, CRC32C seal) {
        byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        number(bytes.length, seal);
        seal.update(bytes, 0, bytes.length);
    }

    private static void number(long number, CRC32C seal) {
        seal.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }
}
