package io.signalbox.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.HeaderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;

/** What a foreign page in somebody's browser sends is not heard; what programs and our own page send is. */
@QuarkusTest
@TestProfile(Corridor.class)
class ForeignPagesTest {
    private static final String EVENTS = "/api/v1/events";
    private static final RestAssuredConfig ONE_HOST = RestAssuredConfig.config()
            .headerConfig(HeaderConfig.headerConfig().overwriteHeadersWithName("Host"));

    private final String id = UUID.randomUUID().toString();

    private Response posted(String header, String value) {
        String port = String.valueOf(RestAssured.port);
        return given().config(ONE_HOST).header("Host", "localhost:" + port)
                .header(header, value.replace("{port}", port))

                .contentType("text/plain").body("{\"type\":\"printer.jam\",\"id\":\"" + id + "\"}").post(EVENTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Sec-Fetch-Site | cross-site                       | Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site | same-site                        | Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site | whatever comes next              | Sec-Fetch-Site: whatever comes next",
            "Origin         | https://evil.example             | a web page of https://evil.example",
            "Origin         | null                             | a web page of null",
            "Origin         | http://localhost                 | a web page of http://localhost ",
            "Origin         | http://localhost:1               | a web page of http://localhost:1 ",
            "Origin         | https://localhost:{port}         | a web page of https://localhost",
            "Origin         | http://localhost:{port}.evil.com | a web page of http://localhost",
            "Host           | evil.example:{port}              | only localhost, 127.0.0.1 and [::1] are answered",
            "Host           | evil.example                     | SIGNALBOX_API_TOKEN",
            "Host           | 127.0.0.1.evil.example           | asked for as 127.0.0.1.evil.example",
            "Host           | localhost.evil.example:8080      | asked for as localhost.evil.example:8080",
            "Host           | notlocalhost:{port}              | asked for as notlocalhost",
            "Host           | 10.0.0.1:{port}                  | asked for as 10.0.0.1",
            "Host           | [2001:db8::1]:{port}             | asked for as [2001:db8::1]"})
    void aForeignPagesEventIsRefusedInPlainWordsAndNotAccepted(String header, String value, String word) {
        posted(header, value).then().statusCode(403).contentType("application/problem+json")
                .body("title", is("Forbidden")).body("detail", containsString(word));

        given().get(EVENTS + "/" + id).then().statusCode(404);
    }

    @Test
    void aPageWhoseNameWasMadeToLeadHereIsNotHeardThoughItIsOfOneOriginWithIt() {
        given().header("Host", "evil.example:8080").header("Origin", "http://evil.example:8080")
                .header("Sec-Fetch-Site", "same-origin").get(EVENTS).then().statusCode(403)
                .body("events", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Accept | */*", "Sec-Fetch-Site | same-origin", "Sec-Fetch-Site | none",
            "Origin | http://localhost:{port}", "Origin | HTTP://LOCALHOST:{port}", "Host | localhost:{port}",
            "Host | localhost", "Host | LocalHost:8080", "Host | signalbox.localhost:{port}", "Host | 127.0.0.1:{port}",
            "Host | 127.1.2.3", "Host | [::1]:{port}", "Host | [::1]"})
    void programsAndOurOwnPageAreHeard(String header, String value) {
        posted(header, value).then().statusCode(202);

        given().get(EVENTS + "/" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events", "/api/v1/backends", "/api/v1/events/stream", "/v1/integrations",
            "/v1/healthz", "/api;a=b/v1/backends", "//api/v1/backends", "/%61pi/v1/backends", "/api/no/such/path",
            "/api/integrations/connections/pager/event-routing"})
    void allPathsAreGuarded(String path) {
        given().urlEncodingEnabled(false).header("Sec-Fetch-Site", "cross-site").get(path).then().statusCode(403);
    }

    @Test
    void neitherAreChangesMadeNorPreflightsAnswered() {
        given().header("Origin", "http://evil.example").post("/api/v1/backends/pager/pause").then().statusCode(403);
        given().header("Origin", "http://evil.example").header("Access-Control-Request-Method", "DELETE")
                .options("/api/v1/backends/pager/dead-letters").then().statusCode(403)
                .header("Access-Control-Allow-Origin", nullValue());

        given().get("/api/v1/backends/pager").then().body("overlay", nullValue());
    }

    @Test
    void aLargeBodyIsReadToItsEndAndThrownAway() {
        given().header("Origin", "http://evil.example").body("x".repeat(3_000_000)).post(EVENTS).then()
                .statusCode(403);
    }

    @Test
    void probesScrapersAndThePageItselfAreNotAsked() {
        for (String path : new String[]{"/q/health", "/metrics", "/q/openapi", "/"}) {
            given().header("Host", "signalbox.example").header("Sec-Fetch-Site", "cross-site").get(path).then()
                    .statusCode(200);
        }
    }

    @Test
    void whereATokenOrAProxyGuardsThePortItsNamesAreNobodysBusinessButPagesAre() {
        for (ForeignPages behind : new ForeignPages[]{new ForeignPages(Optional.of("secret"), false),
                new ForeignPages(Optional.empty(), true)}) {
            assertThat(behind.refusal(null, null, "http", "noc.example")).isNull();
            assertThat(behind.refusal("same-origin", "http://noc.example", "http", "noc.example:80")).isNull();
            assertThat(behind.refusal(null, "https://noc.example", "http", "noc.example")).as("TLS ends before us")
                    .isNull();
            assertThat(behind.refusal(null, "https://noc.example", "https", "noc.example:443")).isNull();
            assertThat(behind.refusal(null, "https://evil.example", "http", "noc.example"))
                    .contains("https://evil.example", "http://noc.example");
            assertThat(behind.refusal("cross-site", null, "http", "noc.example")).contains("cross-site");
            assertThat(behind.refusal(null, "http://noc.example:81", "http", "noc.example")).isNotNull();
        }
        assertThat(new ForeignPages(Optional.of(" "), false).refusal(null, null, "http", "noc.example"))
                .as("an empty token is none").contains("noc.example");
        assertThat(new ForeignPages(Optional.empty(), false).refusal(null, null, "http", null))
                .as("a program of HTTP/1.0").isNull();
        assertThat(new ForeignPages(Optional.empty(), false).refusal(null, "http://evil.example", "http", null))
                .isNotNull();
    }
}
