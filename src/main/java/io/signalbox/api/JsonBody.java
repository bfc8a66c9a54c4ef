package io.signalbox.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which object does a request's body hold? */
final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST = 1 << 16;

    private JsonBody() {
    }

    /**
     * @param example
     *            what was expected
     */
    static ObjectNode object(String body, String example) {
        if (body != null && body.length() > LONGEST) {
            throw new ApiProblem(413, "Too large",
                    "the body is longer than " + LONGEST + " characters; expected " + example);
        }
        try {
            JsonNode json = JSON.readTree(body == null ? "" : body);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ApiProblem(400, "Not JSON",
                    "the body is no JSON: " + e.getOriginalMessage() + "; expected " + example);
        }
        throw new ApiProblem(400, "Not an object", "the body is no JSON object; expected one such as " + example);
    }
}
