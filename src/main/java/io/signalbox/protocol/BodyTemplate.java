package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonParser;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/**
 * What does an event look like in a form that somebody else has made up? Names in braces stand for its parts, {@code "text": "{title}"}; there
 * is no logic, and what an event says is never looked into for braces.
 *
 * <p>
 * In JSON, between quotes a name is a text; without them it is the value itself, with the quotes that it needs:
 * {@code {"polls": {data.missed_polls}, "tags": {tags}}}.
 */
final class BodyTemplate {
    /** No JSON can begin like this, so other braces need no care. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_]+|data\\.[^{}\"\\n]+)}");
    private static final Event SPECIMEN = new Event("0", "s", "t.u", null, Instant.EPOCH, Severity.INFO, State.FIRING,
            "k", "\"title\"", null, List.of(), null, Map.of(), null);

    private final BodyKind kind;
    private final List<Function<Event, String>> pieces = new ArrayList<>();

    /** Says with an {@link IllegalArgumentException} what is wrong with the template. */
    BodyTemplate(String template, BodyKind kind) {
        this.kind = kind;
        Matcher matcher = PLACEHOLDER.matcher(template);
        int last = 0;
        boolean quoted = false;
        while (matcher.find()) {
            String literal = template.substring(last, matcher.start());
            quoted ^= kind == BodyKind.JSON && turns(literal);
            pieces.add(event -> literal);
            pieces.add(piece(EventParts.of(matcher.group(1)), kind == BodyKind.JSON && !quoted));
            last = matcher.end();
        }
        String rest = template.substring(last);
        pieces.add(event -> rest);
        if (kind == BodyKind.JSON) {
            check(one(SPECIMEN));
        }
    }

    /** One event's body, or that of several: a JSON array, or plain text line by line. */
    byte[] render(List<Event> events, boolean batch) throws NotNow {
        if (!batch) {
            return one(events.get(0)).getBytes(UTF_8);
        }
        String bodies = events.stream().map(this::one).collect(Collectors.joining(kind == BodyKind.JSON ? "," : "\n"));
        return switch (kind) {
            case JSON -> ("[" + bodies + "]").getBytes(UTF_8);
            case PLAIN -> bodies.getBytes(UTF_8);
            default -> throw new NotNow(
                    "a template of " + kind + " is for one event; take batchSize out of the backend's route", null);
        };
    }

    private String one(Event event) {
        StringBuilder body = new StringBuilder();
        pieces.forEach(piece -> body.append(piece.apply(event)));
        return body.toString();
    }

    private Function<Event, String> piece(Function<Event, Object> part, boolean bare) {
        return bare
                ? event -> Facts.json(part.apply(event))
                : event -> kind.escape(EventParts.text(part.apply(event)));
    }

    /** Whether quotes open or close here. */
    private static boolean turns(String literal) {
        boolean turns = false;
        for (int i = 0; i < literal.length(); i++) {
            if (literal.charAt(i) == '\\') {
                i++;
            } else if (literal.charAt(i) == '"') {
                turns = !turns;
            }
        }
        return turns;
    }

    private static void check(String body) {
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            json.nextToken();
            json.skipChildren();
            if (json.currentToken() == null || json.nextToken() != null) {
                throw new IllegalArgumentException("the template is not one JSON value");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the template is no JSON: " + e.getMessage().replaceAll("\\s+", " "), e);
        }
    }
}
