package io.signalbox.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.bus.EventRule;
import io.signalbox.event.Catalogue;

/** Which rule did somebody ask to be laid over a backend, and what in it makes no sense? */
final class RuleAsked {
    private static final List<String> MEMBERS = List.of("event_type", "enabled", "filters");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_*-]+(\\.[a-z0-9_*-]+)*");
    private static final String EXAMPLE = "{\"event_type\": \"printer.offline\", \"filters\": {\"printer_department\": [\"IT\"]}}";
    private static final int MOST = 100;
    private static final int LONGEST = 256;

    private RuleAsked() {
    }

    static EventRule of(String body, Catalogue catalogue, Instant now) {
        JsonNode json = JsonBody.object(body, EXAMPLE);
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw ApiProblem.field(name, "is not known here; expected " + String.join(", ", MEMBERS));
            }
        });
        JsonNode enabled = json.path("enabled");
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw ApiProblem.field("enabled", "is " + enabled + "; expected true or false");
        }
        return new EventRule(type("event_type", json.path("event_type"), catalogue), enabled.asBoolean(true),
                filters(json.path("filters")), now);
    }

    /** A type, or a pattern of types, by the name that events carry. */
    static String type(String field, JsonNode node, Catalogue catalogue) {
        String text = node.asText().strip();
        if (!node.isTextual() || text.length() > LONGEST || !TYPE.matcher(text).matches()) {
            throw ApiProblem.field(field, (node.isMissingNode() ? "is missing" : "is " + node)
                    + "; expected a type such as \"printer.offline\", or a pattern such as \"printer.*\"");
        }
        return catalogue.presentName(text);
    }

    private static Map<String, List<String>> filters(JsonNode node) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw ApiProblem.field("filters", "is " + node
                    + "; expected an object of fields and their values, such as {\"printer_department\": [\"IT\", \"Engineering\"]}");
        }
        if (node.size() > MOST) {
            throw ApiProblem.field("filters", "names " + node.size() + " fields; expected at the most " + MOST);
        }
        Map<String, List<String>> filters = new LinkedHashMap<>();
        node.properties().forEach(each -> filters.put(name(each.getKey()), values(each.getKey(), each.getValue())));
        return filters;
    }

    private static String name(String field) {
        if (field.isBlank() || field.length() > LONGEST) {
            throw ApiProblem.field("filters",
                    "has a field without a sensible name; expected one of the event's data, or an attribute");
        }
        return field;
    }

    private static List<String> values(String field, JsonNode node) {
        String place = "filters." + field;
        if (!node.isArray() || node.isEmpty() || node.size() > MOST) {
            throw ApiProblem.field(place, "is " + node + "; expected a list of 1 to " + MOST
                    + " values, such as [\"IT\", \"Engineering\"]; to stop the type altogether, say \"enabled\": false");
        }
        List<String> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isValueNode() || value.isNull() || value.asText().length() > LONGEST) {
                throw ApiProblem.field(place,
                        "holds " + value + "; expected text, numbers, true or false, of at the most "
                                + LONGEST + " characters");
            }
            values.add(value.asText());
        }
        return values;
    }
}
