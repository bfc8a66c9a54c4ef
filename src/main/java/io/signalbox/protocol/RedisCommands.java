package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What is Redis told of these events? The body becomes the commands for {@link RedisServer}: a list of words each, all for one round trip.
 *
 * <p>
 * Entries of a stream are added by a {@link RedisScript}: a batch whole, in its order, and once. What is only published goes in a transaction: all of it or, where something is not allowed, none.
 *
 * @see <a href="https://redis.io/docs/latest/commands/xadd/">XADD</a>, <a href="https://redis.io/docs/latest/commands/publish/">PUBLISH</a>
 */
// The Kamelet redis-sink names this class.
@RegisterForReflection
public final class RedisCommands implements Processor {
    /** What an event's text in a channel's name may be: words of which there are few, since listeners must know them. */
    private static final Set<String> IN_CHANNELS = Set.of("type", "source", "severity", "state");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final RedisScript script;
    private final SubjectTemplate channel;
    private final Function<Event, byte[]> form;

    /**
     * The names are Objects, since Camel gives no text that looks like a number to a String.
     *
     * @param mode
     *            {@code stream}, {@code pubsub} or {@code both}
     * @param stream
     *            the stream's key
     * @param channel
     *            the channel's name, such as <code>events.{type}</code>
     * @param maxLength
     *            about how many entries the stream keeps; 0 for all
     * @param remember
     *            how many of the events that were added last are not added again
     * @param format
     *            {@code json} or {@code cloudevents}
     */
    public RedisCommands(String mode, Object stream, Object channel, long maxLength, long remember, String format) {
        if (!Set.of("stream", "pubsub", "both").contains(mode)) {
            throw new IllegalArgumentException("mode is \"" + mode + "\"; expected stream, pubsub or both");
        }
        this.channel = mode.equals("stream") ? null : new SubjectTemplate(checked(named("channel", channel)));
        this.form = format.equals("cloudevents") ? EventJson::cloudEvent : EventJson::bytes;
        this.script = mode.equals("pubsub")
                ? null
                : new RedisScript(named("stream", stream), this.channel, Math.max(0, maxLength), Math.max(0, remember),
                        form);
    }

    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        exchange.getMessage().setBody(script == null ? publish(events) : List.<byte[][]>of(script.add(events)));
    }

    private List<byte[][]> publish(List<Event> events) {
        List<byte[][]> commands = new ArrayList<>(events.size() + 2);
        commands.add(RedisScript.words("MULTI"));
        for (Event event : events) {
            commands.add(new byte[][]{RedisScript.bytes("PUBLISH"), RedisScript.bytes(channel.line(event)),
                    form.apply(event)});
        }
        commands.add(RedisScript.words("EXEC"));
        return commands;
    }

    private static String named(String what, Object name) {
        if (name == null || name.toString().isBlank()) {
            throw new IllegalArgumentException("the " + what + " has no name");
        }
        return name.toString();
    }

    private static String checked(String template) {
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            if (!IN_CHANNELS.contains(placeholder.group(1))) {
                throw new IllegalArgumentException("channel \"" + template + "\" names {" + placeholder.group(1)
                        + "}; expected one of " + IN_CHANNELS.stream().sorted().toList());
            }
        }
        return template;
    }
}
