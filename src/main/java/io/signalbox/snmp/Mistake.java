package io.signalbox.snmp;

/**
 * What is wrong in a file, where, and what was expected?
 *
 * @param line
 *            counted from 1
 * @param column
 *            counted from 1
 */
public record Mistake(String file, int line, int column, String text) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + text;
    }
}
