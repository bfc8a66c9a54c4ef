package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Is a JSON object as plain as most events are? Then it is read here, byte by byte, and its data stays the bytes that it is: a third of the
 * time and a fifth of the garbage that a general parser needs for a line. What is not plain, and all that is wrong, is left to
 * {@link EventParser}; what is read here means the same there.
 *
 * <p>
 * Plain are texts without {@code \\u}, numbers that a double or a long holds exactly, no name twice, and attributes without any escape.
 */
final class PlainEvent {
    /** Says that it is not plain: it is asked for too often to say where. */
    private static final class NotPlain extends Exception {
        private static final NotPlain HERE = new NotPlain();

        private NotPlain() {
            super(null, null, false, false);
        }
    }

    private static final Words WORDS = new Words();
    private static final int USUAL_DATA = 256;
    private static final int DEEPEST = 8;
    private static final int MOST_NAMES = 64;
    private static final int LONGEST_INTEGER = 18;
    private static final int LONGEST_DECIMAL = 15;

    /** Whether it is what {@link EventJson} wrote: then its data stands last, and needs no look. */
    private final boolean stored;
    private final JsonBuffer data;
    /** Where the names of the objects that are open begin and end. */
    private final int[] names;
    private byte[] in;
    private int at;
    private int end;
    private int named;
    private boolean ascii;

    private PlainEvent(boolean stored) {
        this.stored = stored;
        this.data = stored ? null : new JsonBuffer(USUAL_DATA);
        this.names = stored ? null : new int[2 * MOST_NAMES];
    }

    /** Reads what senders write, one object after another. */
    static PlainEvent sent() {
        return new PlainEvent(false);
    }

    /** Reads what {@link EventJson} wrote. */
    static PlainEvent stored() {
        return new PlainEvent(true);
    }

    /** The object that these bytes are, or null where that is for others to say. */
    Draft read(byte[] bytes, int from, int to) {
        in = bytes;
        at = from;
        end = to;
        Draft draft = new Draft();
        try {
            if (stored) {
                attributes(draft);
            } else {
                sent(draft, from);
            }
            must(at == end && draft.type != null && draft.data != null);
            return draft;
        } catch (NotPlain e) {
            return null;
        }
    }

    private void sent(Draft draft, int from) throws NotPlain {
        named = 0;
        ascii = true;
        data.clear();
        attributes(draft);
        must(ascii || isText(from));
        byte[] raw = data.raw('}').toBytes();
        draft.data = raw.length == 1 ? Map.of() : new RawData(raw, 0, raw.length);
    }

    /** Whether it is UTF-8. */
    private boolean isText(int from) {
        return new String(in, from, end - from, UTF_8).indexOf('\ufffd') < 0;
    }

    private void attributes(Draft draft) throws NotPlain {
        spaces();
        expect('{');
        if (!next('}')) {
            do {
                int from = at + 1;
                name();
                String name = WORDS.of(in, from, at - 1);
                expect(':');
                if (!isNull()) {
                    attribute(draft, name, from - 1);
                }
            } while (next(','));
            expect('}');
        }
    }

    private void attribute(Draft draft, String name, int nameFrom) throws NotPlain {
        switch (name) {
            case "id", "event_id" -> draft.id = text();
            case "source" -> draft.source = word();
            case "type", "event_type" -> draft.type = word();
            case "subject" -> draft.subject = text();
            case "time", "timestamp" -> draft.time = Times.parse(text()).orElseThrow(() -> NotPlain.HERE);
            case "severity", "level", "severitytext" ->
                draft.severity = Severity.of(word()).orElseThrow(() -> NotPlain.HERE);
            case "severitynumber" -> severityNumber(draft);
            case "state" -> draft.state = State.of(word()).orElseThrow(() -> NotPlain.HERE);
            case "dedupkey", "dedup_key" -> draft.dedupkey = text();
            case "title" -> draft.title = text();
            case "message" -> draft.message = text();
            case "tags" -> draft.tags = tags();
            case "traceparent", "trace_id" -> draft.traceparent = text();
            case "specversion" -> must("1.0".equals(word()));
            case "datacontenttype" -> word();
            case "data", "metadata", "payload" -> data(draft);
            default -> other(nameFrom);
        }
    }

    private void data(Draft draft) throws NotPlain {
        if (stored) {
            draft.data = new RawData(in, at, end - 1);
            at = end - 1;
        } else {
            members(0, 1);
        }
    }

    /** A name of the sender's own: its value is data. */
    private void other(int nameFrom) throws NotPlain {
        must(!stored);
        int valueFrom = at;
        at = nameFrom;
        memberName(0);
        at = valueFrom;
        value(1);
    }

    /** It only counts where no word said it before. */
    private void severityNumber(Draft draft) throws NotPlain {
        must(draft.severity != null);
        number();
        spaces();
    }

    private List<String> tags() throws NotPlain {
        expect('[');
        List<String> tags = new ArrayList<>();
        if (!next(']')) {
            do {
                tags.add(word());
            } while (next(','));
            expect(']');
        }
        return tags;
    }

    private String text() throws NotPlain {
        int from = at + 1;
        must(!string());
        int to = at - 1;
        spaces();
        return new String(in, from, to - from, UTF_8);
    }

    private String word() throws NotPlain {
        int from = at + 1;
        must(!string());
        int to = at - 1;
        spaces();
        return WORDS.of(in, from, to);
    }

    /** Copies the members of an object; no name may be among those since a mark. */
    private void members(int mark, int depth) throws NotPlain {
        must(depth <= DEEPEST);
        expect('{');
        if (!next('}')) {
            do {
                memberName(mark);
                expect(':');
                value(depth + 1);
            } while (next(','));
            expect('}');
        }
    }

    private void memberName(int mark) throws NotPlain {
        int from = at;
        name();
        for (int other = mark; other < named; other += 2) {
            must(!Arrays.equals(in, names[other], names[other + 1], in, from, at));
        }
        must(named < names.length);
        names[named++] = from;
        names[named++] = at;
        data.raw(named == mark + 2 ? '{' : ',');
        data.raw(in, from, at);
        data.raw(':');
    }

    private void name() throws NotPlain {
        must(!string());
    }

    private void value(int depth) throws NotPlain {
        int from = at;
        switch (at < end ? in[at] : 0) {
            case '"' -> string();
            case '{' -> {
                int mark = named;
                members(mark, depth);
                data.raw(named == mark ? "{}" : "}");
                named = mark;
                return;
            }
            case '[' -> {
                list(depth);
                return;
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
        data.raw(in, from, at);
        spaces();
    }

    private void list(int depth) throws NotPlain {
        must(depth <= DEEPEST);
        expect('[');
        data.raw('[');
        if (!next(']')) {
            value(depth + 1);
            while (next(',')) {
                data.raw(',');
                value(depth + 1);
            }
            expect(']');
        }
        data.raw(']');
    }

    /** Passes a text over; whether there is an escape in it. */
    private boolean string() throws NotPlain {
        must(at < end && in[at] == '"');
        boolean escapes = false;
        for (int i = at + 1; i < end; i++) {
            byte c = in[i];
            if (c == '"') {
                at = i + 1;
                return escapes;
            }
            if (c == '\\') {
                i++;
                escapes = true;
                must(i < end && "\"\\bfnrt".indexOf(in[i]) >= 0);
            } else if (c < ' ') {
                must(c < 0);
                ascii = false;
            }
        }
        throw NotPlain.HERE;
    }

    /** Passes a number over; only those that are written here as they would be there. */
    private void number() throws NotPlain {
        int from = at;
        at += at < end && in[at] == '-' ? 1 : 0;
        int first = at;
        int digits = digits();
        must(digits == 1 || digits > 1 && in[first] != '0');
        if (at < end && in[at] == '.') {
            at++;
            int fraction = digits();
            must(fraction > 0 && digits + fraction <= LONGEST_DECIMAL);
        } else {
            must(digits <= LONGEST_INTEGER && (first == from || in[first] != '0'));
        }
        must(at < end && in[at] != 'e' && in[at] != 'E');
    }

    private int digits() {
        int from = at;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private boolean isNull() throws NotPlain {
        if (at < end && in[at] == 'n') {
            literal("null");
            spaces();
            return true;
        }
        return false;
    }

    private void literal(String word) throws NotPlain {
        must(end - at >= word.length());
        for (int i = 0; i < word.length(); i++) {
            must(in[at++] == word.charAt(i));
        }
    }

    /** Passes a sign over, and the spaces before and behind it. */
    private void expect(char sign) throws NotPlain {
        must(next(sign));
    }

    private boolean next(char sign) {
        spaces();
        if (at < end && in[at] == sign) {
            at++;
            spaces();
            return true;
        }
        return false;
    }

    private void spaces() {
        while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\t' || in[at] == '\r')) {
            at++;
        }
    }

    private static void must(boolean plain) throws NotPlain {
        if (!plain) {
            throw NotPlain.HERE;
        }
    }
}
