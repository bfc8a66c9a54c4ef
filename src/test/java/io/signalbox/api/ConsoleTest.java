package io.signalbox.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The console is served as it is, needs nothing of others, and asks only what answers. */
@QuarkusTest
@TestProfile(Corridor.class)
class ConsoleTest {
    private final Client client = new Client();

    @ParameterizedTest
    @CsvSource({"/,text/html", "/index.html,text/html", "/console.css,text/css", "/console.js,text/javascript"})
    void aBrowserGetsItWithWhatItMayDo(String path, String type) {
        given().get(path).then().statusCode(200).contentType(type)
                .header("Content-Security-Policy",
                        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
                .header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache");
    }

    @Test
    void theHeadersOfThePageAreOnNothingElse() {
        assertThat(client.get("/q/openapi").header("Content-Security-Policy")).isNull();
        assertThat(client.get("/api/v1/backends").header("Cache-Control")).isNull();
    }

    @Test
    void aPageThatABrowserHasIsNotSentAgain() {
        String changed = given().get("/console.js").header("Last-Modified");

        given().header("If-Modified-Since", changed).get("/console.js").then().statusCode(304);
    }

    @Test
    void whatItAsksIsInTheDescriptionWithAllItsParameters() {
        JsonNode paths = client.get("/q/openapi?format=json").json().get("paths");
        Matcher asked = Pattern.compile("(?:ask|json)\\('([A-Z]+) (/[^']*)'(?:, \\{([^}]*)})?(?:, \\{([^}]*)})?")
                .matcher(script());
        Set<String> operations = new TreeSet<>();
        while (asked.find()) {
            JsonNode operation = paths.path(asked.group(2)).path(asked.group(1).toLowerCase());
            assertThat(operation.isObject()).as(asked.group()).isTrue();
            List<String> known = new ArrayList<>();
            operation.path("parameters").forEach(each -> known.add(each.get("name").asText()));
            assertThat(known).as(asked.group()).containsAll(names(asked.group(3)))
                    .containsAll(names(asked.group(4)));
            operations.add(asked.group(1) + " " + asked.group(2));
        }
        assertThat(operations).contains("GET /api/v1/generation", "GET /api/v1/backends", "GET /api/v1/events/stream",
                "POST /api/v1/backends/{name}/pause", "GET /api/v1/devices").hasSizeGreaterThan(10);
    }

    private static List<String> names(String members) {
        return members == null
                ? List.of()
                : Pattern.compile("\\w+(?=\\s*[,:]|$)").matcher(members.replaceAll(":[^,]*", ":")).results()
                        .map(found -> found.group()).toList();
    }

    @Test
    void itAsksNowhereElseAndInNoOtherWay() {
        String script = script();

        assertThat(script.split("\\bfetch\\(", -1)).as("one call of fetch").hasSize(2);
        assertThat(script).doesNotContain("XMLHttpRequest", "WebSocket", "new EventSource", "sendBeacon", "import(",
                "://", "'/api", "`/api", "\"/api", "localStorage", "document.cookie");
        assertThat(script.split("'[A-Z]+ /", -1).length).as("each question is one of those that are looked up")
                .isEqualTo(script.split("(?:ask|json)\\('[A-Z]+ /", -1).length);
    }

    @Test
    void nothingThatItIsToldBecomesMarkupOrCode() {
        assertThat(script()).doesNotContainIgnoringCase("innerHTML", "outerHTML", "insertAdjacentHTML",
                "document.write", "eval(", "Function(", "srcdoc", "createContextualFragment", "DOMParser", "setHTML",
                "javascript:", "setTimeout('");
    }

    @Test
    void noMarkupHasScriptOrStyleOfItsOwnOrOfOthers() {
        String page = client.get("/").text();

        assertThat(page).doesNotContain("style=", "<style", "://", "<iframe", "<base")
                .doesNotContainPattern("\\son\\w+=")
                .doesNotContainPattern("<script(?! src=\"console.js\" defer></script>)");
        assertThat(client.get("/console.css").text()).doesNotContain("url(", "@import");
    }

    private String script() {
        return client.get("/console.js").text();
    }
}
