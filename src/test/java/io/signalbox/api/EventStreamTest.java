package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

/** Following the events over HTTP. */
@QuarkusTest
@TestProfile(Corridor.class)
class EventStreamTest {
    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();

    @Test
    @Timeout(30)
    void eventsComeAsTheyAreAcceptedAndOnlyThoseThatWereAskedFor() throws Exception {
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + RestAssured.port
                        + "/api/v1/events/stream?type=printer.*&minSeverity=warning&source=" + unique))
                .build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (Stream<String> lines = response.body()) {
            Iterator<String> data = lines.filter(line -> line.startsWith("data:")).iterator();
            client.post("[{'type':'job.failed','source':'" + unique + "'},{'type':'printer.added','source':'" + unique
                    + "'},{'type':'printer.offline','source':'" + unique + "','subject':'hp-1'}]");
            assertThat(data.next()).contains("\"type\":\"printer.offline\"", "\"subject\":\"hp-1\"");

            client.post("{'type':'printer.jam','source':'" + unique + "'}");
            assertThat(data.next()).contains("\"type\":\"printer.jam\"");
        }
    }

    @Test
    void aFilterThatMakesNoSenseIsTold() {
        Client.Answer answer = client.get("/api/v1/events/stream?minSeverity=loud");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).startsWith("minSeverity is \"loud\"; expected");
    }
}
