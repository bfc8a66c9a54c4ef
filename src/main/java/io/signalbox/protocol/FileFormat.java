package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.signalbox.event.Event;

/** How do events stand in a file? */
interface FileFormat {
    /** The end of the file's name, such as {@code .csv}. */
    String extension();

    /** What stands at the top of each file; empty where nothing does. */
    byte[] header();

    /** The bytes that end each record and occur nowhere else, so that a half record can be told from a whole one. */
    byte[] recordEnd();

    /** Adds the events, each ended by {@link #recordEnd}. */
    void write(List<Event> events, ByteArrayOutputStream out);
}
