package io.signalbox.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;

/**
 * What is an event's data, while nobody has asked? JSON as it will be written again: most events are only passed on. A map of it is made when
 * somebody looks into it.
 */
final class RawData extends AbstractMap<String, Object> {
    /** A part of some bytes; as one object, for it is replaced while others may read. */
    private record Slice(byte[] bytes, int from, int to) {
    }

    /** Where each value begins and ends, from the first byte on, two numbers a member; as one object, too. */
    private record Members(int[] places) {
    }

    private static final int USUAL_MEMBERS = 6;

    private Slice json;
    private Map<String, Object> read;
    private Members members;

    /** An object as {@link JsonBuffer} writes it, without spaces and with no name twice. */
    RawData(byte[] bytes, int from, int to) {
        json = new Slice(bytes, from, to);
    }

    void write(JsonBuffer buffer) {
        Slice here = json;
        buffer.raw(here.bytes, here.from, here.to);
    }

    void write(JsonGenerator generator) throws IOException {
        Slice here = json;
        generator.writeRawValue(new String(here.bytes, here.from, here.to - here.from, UTF_8));
    }

    /** The same bytes now stand there: what they were a part of before can be let go of. */
    void endsAt(byte[] bytes, int end) {
        json = new Slice(bytes, end - (json.to - json.from), end);
    }

    /** One value is looked for where it lies: filling in a subject makes no map. */
    @Override
    public Object get(Object key) {
        if (read != null || !(key instanceof String name) || !isPlain(name)) {
            return read().get(key);
        }
        Slice here = json;
        if (members == null) {
            // What intake asks for is mostly the first: then no other is looked for.
            int colon = end(here, here.from + 1);
            if (isBetween(here, here.from + 1, colon, name)) {
                return value(here, colon + 1, end(here, colon + 1), key);
            }
        }
        int[] known = members(here);
        int begins = here.from + 1;
        for (int at = 0; at < known.length && known[at] > 0; at += 2) {
            int value = here.from + known[at];
            int end = here.from + known[at + 1];
            if (isBetween(here, begins, value - 1, name)) {
                return value(here, value, end, key);
            }
            begins = end + 1;
        }
        return null;
    }

    private Object value(Slice here, int from, int end, Object key) {
        boolean text = here.bytes[from] == '"';
        for (int at = from; at < end && text; at++) {
            text = here.bytes[at] > 0 && here.bytes[at] != '\\';
        }
        return text ? new String(here.bytes, from + 1, end - from - 2, ISO_8859_1) : read().get(key);
    }

    /** Whether it stands in JSON as it is. */
    private static boolean isPlain(String name) {
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** A backend asks for several names: where they all stand is looked for once. */
    private int[] members(Slice json) {
        Members before = members;
        if (before != null) {
            return before.places;
        }
        int[] known = new int[USUAL_MEMBERS * 2];
        int count = 0;
        for (int at = json.from + 1; at < json.to - 1;) {
            int value = end(json, at) + 1;
            int end = end(json, value);
            if (count == known.length) {
                known = Arrays.copyOf(known, count * 2);
            }
            known[count++] = value - json.from;
            known[count++] = end - json.from;
            at = end + 1;
        }
        members = new Members(known);
        return known;
    }

    /** Whether the name stands there, in quotes. */
    private static boolean isBetween(Slice json, int from, int end, String name) {
        if (end - from - 2 != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (json.bytes[from + 1 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where what begins here ends: behind it stands a comma, a colon or a bracket that is not its own. */
    private static int end(Slice json, int from) {
        byte[] bytes = json.bytes;
        int depth = 0;
        boolean text = false;
        for (int at = from; at < json.to; at++) {
            byte c = bytes[at];
            if (text) {
                at += c == '\\' ? 1 : 0;
                text = c != '"';
            } else if (c == '"') {
                text = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']')) {
                return at;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return json.to;
    }

    private Map<String, Object> read() {
        Map<String, Object> map = read;
        if (map == null) {
            Slice here = json;
            try (JsonParser parser = EventJson.STORED.createParser(here.bytes, here.from, here.to - here.from)) {
                parser.nextToken();
                map = Collections.unmodifiableMap(EventParser.object(parser));
                read = map;
            } catch (IOException e) {
                throw new UncheckedIOException("the data of an event can't be read", e);
            }
        }
        return map;
    }

    @Override
    public boolean containsKey(Object key) {
        return read().containsKey(key);
    }

    @Override
    public int size() {
        return read().size();
    }

    @Override
    public boolean isEmpty() {
        return read().isEmpty();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return read().entrySet();
    }
}
