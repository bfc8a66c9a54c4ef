package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.signalbox.event.Event;

/**
 * How do events get into a stream once? A script adds them where they are kept: Redis itself sees which it has had.
 *
 * @param stream
 *            the stream's key
 * @param channel
 *            where each is published as well, or null
 * @param maxLength
 *            about how many entries the stream keeps; 0 for all
 * @param remember
 *            how many of the events that were added last are not added again
 * @param form
 *            what {@code data} is
 */
record RedisScript(String stream, SubjectTemplate channel, long maxLength, long remember,
        Function<Event, byte[]> form) {
    /**
     * Keys: the stream, and the sorted set of the ids that went into it last. Arguments: the longest that the stream may be (0: any), how many ids
     * are remembered, then for each event its id, its channel or nothing, how many words its fields are, and these; the last of them is published.
     *
     * <p>
     * What may fail for being the wrong key comes before the first change. That change is XADD, for Redis looks for want of memory only
     * there. A channel may be forbidden after it: then the entry is taken back. Where somebody deleted the stream, its ids are forgotten.
     */
    private static final String ADD = """
            local known = redis.call('ZCARD', KEYS[2])
            redis.call('XLEN', KEYS[1])
            local fresh = redis.call('EXISTS', KEYS[1]) == 0
            local at = 3
            while at <= #ARGV do
              local id, channel, last = ARGV[at], ARGV[at + 1], at + 2 + ARGV[at + 2]
              if fresh or not redis.call('ZSCORE', KEYS[2], id) then
                local entry = redis.call('XADD', KEYS[1], '*', unpack(ARGV, at + 3, last))
                if channel ~= '' then
                  local told = redis.pcall('PUBLISH', channel, ARGV[last])
                  if type(told) == 'table' and told.err then
                    redis.call('XDEL', KEYS[1], entry)
                    return told
                  end
                end
                if fresh and known > 0 then redis.call('DEL', KEYS[2]) end
                fresh = false
                redis.call('ZADD', KEYS[2], string.match(entry, '^%d+'), id)
              end
              at = last + 1
            end
            if tonumber(ARGV[1]) > 0 then redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[1]) end
            redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - ARGV[2])
            return 'OK'
            """;

    /** The command for a batch. */
    byte[][] add(List<Event> events) {
        List<byte[]> words = new ArrayList<>(List.of(
                words("EVAL", ADD, "2", stream, stream + ":ids", String.valueOf(maxLength),
                        String.valueOf(remember))));
        for (Event event : events) {
            words.add(bytes(event.id()));
            words.add(bytes(channel == null ? "" : channel.line(event)));
            List<byte[]> fields = fields(event);
            words.add(bytes(String.valueOf(fields.size())));
            words.addAll(fields);
        }
        return words.toArray(byte[][]::new);
    }

    /** What consumers choose by stands in fields of its own; {@code data} is the whole event. */
    private List<byte[]> fields(Event event) {
        List<byte[]> fields = new ArrayList<>(List.of(words("id", event.id(), "type", event.type(), "source",
                event.source(), "time", event.timeText(), "severity", event.severity().text(), "state",
                event.state().text(), "dedupkey", event.dedupkey())));
        if (event.subject() != null) {
            fields.addAll(List.of(words("subject", event.subject())));
        }
        fields.add(bytes("data"));
        fields.add(form.apply(event));
        return fields;
    }

    static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = bytes(words[i]);
        }
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
