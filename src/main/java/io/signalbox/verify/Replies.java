package io.signalbox.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.explain.Reply;

/**
 * What a backend answers to one request after another; the last answer is given again and again.
 *
 * @param byMethod
 *            for each request, the answer by the request's method, or for {@code ""} whatever the method
 */
public record Replies(List<Map<String, Reply>> byMethod) {
    private static final String ANY = "";
    static final Replies OK = new Replies(List.of(Map.of(ANY, Reply.OK)));

    /** @param spec a status, an answer, such by method, or a list of those */
    static Replies of(JsonNode spec) {
        List<Map<String, Reply>> replies = new ArrayList<>();
        if (spec.isArray()) {
            spec.forEach(each -> replies.add(one(each)));
        } else {
            replies.add(one(spec));
        }
        return replies.isEmpty() ? OK : new Replies(replies);
    }

    private static Map<String, Reply> one(JsonNode spec) {
        Map<String, Reply> byMethod = new HashMap<>();
        spec.properties().forEach(each -> {
            if (each.getKey().matches("[A-Z]+")) {
                byMethod.put(each.getKey(), Reply.of(each.getValue()));
            }
        });
        return byMethod.isEmpty() ? Map.of(ANY, Reply.of(spec)) : byMethod;
    }

    public int size() {
        return byMethod.size();
    }

    /**
     * @param number
     *            how many requests came before
     * @param method
     *            of HTTP, or null
     */
    public Reply to(int number, String method) {
        Map<String, Reply> replies = byMethod.get(Math.min(number, size() - 1));
        return replies.getOrDefault(String.valueOf(method), replies.getOrDefault(ANY, Reply.OK));
    }
}
