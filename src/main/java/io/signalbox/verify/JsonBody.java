package io.signalbox.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What stands at a path of a body? Several JSON values, one after another, are a list. */
final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 80;

    private final JsonNode body;
    private final String unlike;

    JsonBody(String text) {
        List<JsonNode> values = new ArrayList<>();
        String why = "";
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonNode value = JSON.readTree(parser); value != null; value = JSON.readTree(parser)) {
                values.add(value);
            }
        } catch (IOException e) {
            values.clear();
            why = "; the body is no JSON: " + text.substring(0, Math.min(LONGEST, text.length()));
        }
        unlike = why;
        body = values.size() == 1 ? values.get(0) : JSON.valueToTree(values);
    }

    /** Why there is nothing, where it is for the body's form. */
    String unlike() {
        return unlike;
    }

    JsonNode at(String path) {
        JsonNode node = body;
        for (String step : path.split("\\.")) {
            node = !node.isArray()
                    ? node.path(step)
                    : step.matches("\\d{1,9}") ? node.path(Integer.parseInt(step)) : MissingNode.getInstance();
        }
        return node;
    }

    /** Nothing is expected by null; numbers are the same when their values are. */
    static boolean same(JsonNode expected, JsonNode got) {
        if (expected.isNull()) {
            return got.isMissingNode();
        }
        return expected.equals((one, other) -> one.equals(other) || one.isNumber() && other.isNumber()
                && one.decimalValue().compareTo(other.decimalValue()) == 0 ? 0 : 1, got);
    }
}
