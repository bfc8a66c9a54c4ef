package io.signalbox.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What did somebody ask to be replayed: dead letters, all of them, or a span of time?
 *
 * @param letters
 *            their numbers; null for all, or for a span
 */
record ReplayAsked(List<Long> letters, boolean isSpan, Instant since, Instant until) {
    private static final String EXPECTED = "expected one of: id (dead letters), all=true (of them), or since and until (times)";

    static ReplayAsked of(List<String> id, String all, String since, String until) {
        boolean every = all != null && flag(all);
        boolean span = since != null || until != null;
        boolean some = id != null && !id.isEmpty();
        if ((every ? 1 : 0) + (span ? 1 : 0) + (some ? 1 : 0) != 1) {
            throw new ApiProblem(400, "Bad parameter",
                    (every || span || some ? "more than one thing is asked for; " : "nothing is asked for; ")
                            + EXPECTED);
        }
        Instant from = EventsResource.time("since", since);
        Instant to = EventsResource.time("until", until);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ApiProblem(400, "Bad parameter", "since is " + since + ", which is not before until, " + until);
        }
        return new ReplayAsked(some ? numbers(id) : null, span, from, to);
    }

    private static List<Long> numbers(List<String> ids) {
        return ids.stream().map(id -> EventsResource.number("id", id, 0, Long.MAX_VALUE)).toList();
    }

    private static boolean flag(String all) {
        if (!all.equals("true") && !all.equals("false")) {
            throw ApiProblem.parameter("all", all, "true or false");
        }
        return all.equals("true");
    }

    static ReplayAsked of(String body) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new ApiProblem(400, "Not JSON", "the body is no JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new ApiProblem(400, "Bad parameter", "the body is no JSON object; " + EXPECTED);
        }
        List<String> id = new ArrayList<>();
        JsonNode ids = json.path("id");
        if (ids.isArray()) {
            ids.forEach(each -> id.add(each.asText()));
        } else if (!ids.isMissingNode() && !ids.isNull()) {
            id.add(ids.asText());
        }
        return of(id, text(json, "all"), text(json, "since"), text(json, "until"));
    }

    private static String text(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.get(field).asText() : null;
    }
}
