package io.signalbox.verify;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.event.Event;
import io.signalbox.validate.Places;

/**
 * One promise.
 *
 * @param place
 *            which of the file's cases it is, from 0
 * @param sink
 *            the Kamelet that promises it, or null
 * @param backend
 *            the backend that does, or null
 * @param with
 *            a sink's properties; else settings
 * @param before
 *            events that came before
 * @param batch
 *            whether what is given is a list
 * @param usual
 *            what is answered where the case says nothing
 * @param replies
 *            what is answered in this case, or null where it says nothing
 * @param expect
 *            what is expected, as it is written
 */
public record TestCase(String file, int place, Places places, String name, String sink, String backend,
        Map<String, String> with, List<Event> before, List<Event> given, boolean batch, Replies usual, Replies replies,
        JsonNode expect) {

    /** The line where it begins. */
    public int line() {
        return places.line("cases", place);
    }

    /** The line of something that it expects. */
    int line(Object... path) {
        Object[] whole = new Object[path.length + 3];
        whole[0] = "cases";
        whole[1] = place;
        whole[2] = "expect";
        System.arraycopy(path, 0, whole, 3, path.length);
        return places.line(whole);
    }

    boolean expects(String... names) {
        for (String name : names) {
            if (expect.has(name)) {
                return true;
            }
        }
        return false;
    }
}
