package io.signalbox.verify;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.apache.camel.util.TimeUtils;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.bus.DryDelivery.Fate;
import io.signalbox.bus.Outcome;
import io.signalbox.explain.Sent;

/** In what is what happened otherwise than a test expects? */
final class Comparison {
    private static final String[] OF_A_DELIVERY = {"outcome", "attempts", "retryAfter", "answer", "request", "requests",
            "headers", "json", "body"};
    /** Of these nothing is sent. */
    private static final Set<String> UNSENT = Set.of(Outcome.FILTERED, Outcome.SUPPRESSED, Outcome.DROPPED);
    private static final String NONE = "none";

    private final TestCase one;
    private final JsonNode expect;
    private final Observed observed;
    private final List<Mismatch> found = new ArrayList<>();

    Comparison(TestCase one, Observed observed) {
        this.one = one;
        this.expect = one.expect();
        this.observed = observed;
    }

    List<Mismatch> mismatches() {
        channels();
        told();
        if (one.sink() != null || one.backend() != null) {
            outcomes();
            requests();
        } else if (one.expects(OF_A_DELIVERY)) {
            throw new IllegalStateException(
                    "it expects what becomes of an event, and says not where; expected \"backend\" or \"sink\"");
        }
        return found;
    }

    private void differs(String what, String expected, String got, Object... path) {
        if (!expected.equals(got)) {
            found.add(Mismatch.of(one, one.line(path), what, expected, got));
        }
    }

    private void channels() {
        if (expect.has("channels")) {
            List<String> expected = texts(expect.get("channels"));
            for (List<String> got : observed.channels()) {
                differs("channels", words(expected.stream().sorted().toList()), words(got.stream().sorted().toList()),
                        "channels");
            }
        }
    }

    private void told() {
        List<String> told = texts(expect.path("backends"));
        observed.told().forEach((name, refusal) -> {
            if (told.contains(name)) {
                differs("backends", name + " is told", name + (refusal == null ? " is told" : " is not: " + refusal),
                        "backends");
            } else {
                differs("notBackends", name + " is not told", name + (refusal == null ? " is" : " is not told"),
                        "notBackends");
            }
        });
    }

    private void outcomes() {
        List<Fate> fates = observed.fates();
        List<String> got = fates.stream().map(Fate::outcome).toList();
        if (expect.path("outcome").isArray()) {
            if (!texts(expect.get("outcome")).equals(got)) {
                differs("outcome", words(texts(expect.get("outcome"))), words(got) + why(), "outcome");
            }
        } else if (expect.has("outcome")) {
            String expected = expect.get("outcome").asText();
            if (!got.stream().allMatch(expected::equals)) {
                differs("outcome", expected, words(got.stream().distinct().toList()) + why(), "outcome");
            }
        }
        if (expect.has("attempts")) {
            differs("attempts", expect.get("attempts").asText(), String.valueOf(fates.get(0).attempts()), "attempts");
        }
        if (expect.has("retryAfter")) {
            differs("retryAfter", duration(expect.get("retryAfter")), words(fates.get(0).retryAfter()), "retryAfter");
        }
        if (expect.has("answer")) {
            String part = expect.get("answer").asText();
            if (fates.stream().noneMatch(fate -> String.valueOf(fate.answer()).contains(part))) {
                differs("answer", "… " + part + " …", answer(), "answer");
            }
        }
    }

    private String why() {
        return answer().isEmpty() ? "" : " (" + answer() + ")";
    }

    private String answer() {
        return observed.fates().stream().map(Fate::answer).filter(Objects::nonNull).findFirst().orElse("");
    }

    private static String duration(JsonNode expected) {
        return expected.isNull()
                ? words((Duration) null)
                : words(Duration.ofMillis(TimeUtils.toMilliSeconds(expected.asText())));
    }

    private static String words(Duration duration) {
        return duration == null ? "nothing" : duration.toString().substring(2).toLowerCase();
    }

    private void requests() {
        List<Sent> requests = observed.requests();
        List<String> lines = requests.stream().map(sent -> line(sent, false)).toList();
        if (expect.path("requests").isArray()) {
            differs("requests", lines(texts(expect.get("requests"))), lines(lines), "requests");
        } else if (expect.has("requests")) {
            count(expect.get("requests").asInt(), lines, "requests");
        } else {
            count(usual(), lines, "request");
        }
        if (requests.isEmpty()) {
            if (one.expects("headers", "json", "body")) {
                differs("request", "one", NONE, "request");
            }
            return;
        }
        last(requests.get(requests.size() - 1));
    }

    /** As many as there are answers, where the test says nothing of their number. */
    private int usual() {
        boolean unsent = expect.path("request").asText().equals(NONE)
                || UNSENT.contains(expect.path("outcome").asText());
        return unsent ? 0 : one.replies() == null ? 1 : one.replies().size();
    }

    private void count(int expected, List<String> lines, String path) {
        if (expected != lines.size()) {
            differs("requests", String.valueOf(expected), lines.size() + (lines.isEmpty() ? "" : ": " + lines(lines)),
                    path);
        }
    }

    private void last(Sent request) {
        String line = expect.path("request").asText(NONE);
        if (!line.equals(NONE)) {
            differs("request", line, line(request, line.contains("://")), "request");
        }
        expect.path("headers").properties().forEach(each -> {
            String expected = each.getValue().isNull() ? "nothing" : each.getValue().asText();
            String got = header(request, each.getKey());
            differs("header " + each.getKey(), expected, got == null ? "nothing" : got, "headers", each.getKey());
        });
        if (expect.has("body")) {
            differs("body", expect.get("body").asText(), request.body(), "body");
        }
        if (expect.has("json")) {
            JsonBody body = new JsonBody(request.body());
            expect.get("json").properties().forEach(each -> {
                JsonNode expected = each.getValue();
                JsonNode got = body.at(each.getKey());
                if (!JsonBody.same(expected, got)) {
                    differs("json " + each.getKey(), expected.isNull() ? "nothing" : expected.toString(),
                            got.isMissingNode() ? "nothing" + body.unlike() : got.toString(), "json", each.getKey());
                }
            });
        }
    }

    private static String header(Sent request, String name) {
        return request.headers().entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(each -> each.getValue()).findFirst().orElse(null);
    }

    /** {@code METHOD /path?query}; of what does not speak HTTP, where it goes to. */
    private static String line(Sent sent, boolean whole) {
        if (sent.method() == null) {
            return sent.to();
        }
        URI url = URI.create(sent.to());
        return sent.method() + " " + (whole
                ? sent.to()
                : (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
    }

    private static String lines(List<String> lines) {
        return String.join(", ", lines);
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? NONE : String.join(", ", words);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
