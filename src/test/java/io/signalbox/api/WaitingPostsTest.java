package io.signalbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.signalbox.bus.Bus;

/** What is it like to wait for a slow disk, or for a slow sender? */
@QuarkusTest
@TestProfile(Corridor.class)
class WaitingPostsTest {
    /** More than there are threads for all that blocks. */
    private static final int MANY = 400;
    /** Three chunks. */
    private static final int LINES = 5_000;

    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final Runnable slow = this::awaitDisk;

    @Inject
    CamelContext camel;
    @Inject
    Bus bus;

    @AfterEach
    void goOn() {
        disk.countDown();
        bus.forget(slow);
        await().until(() -> inside() == 0);
    }

    @Test
    void whoeverWaitsForTheDiskTakesNoThreadFromAnybodyElse() {
        bus.listen(slow);
        List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, MANY)
                .mapToObj(at -> client.postSoon(event(unique + '-' + at))).toList();
        await().until(() -> inside() == MANY);

        assertThat(client.get("/api/v1/backends").status()).isEqualTo(200);
        assertThat(posts).noneMatch(CompletableFuture::isDone);

        disk.countDown();
        assertThat(posts).allSatisfy(post -> {
            assertThat(post.join().statusCode()).isEqualTo(202);
            assertThat(post.join().body()).contains("\"accepted\":1");
        });
        assertThat(client.get("/api/v1/events/" + unique + '-' + (MANY - 1)).status()).isEqualTo(200);
    }

    @Test
    void manyLinesAreAnsweredWhenTheLastOfThemIsOnDisk() {
        // What is on disk is found before its sender hears of it.
        String last = unique + '-' + (LINES - 1);
        CountDownLatch reached = new CountDownLatch(1);
        Runnable slowAtTheEnd = () -> {
            if (bus.find(last).isPresent()) {
                reached.countDown();
                awaitDisk();
            }
        };
        bus.listen(slowAtTheEnd);
        try {
            CompletableFuture<HttpResponse<String>> post = client.postSoon("application/x-ndjson", IntStream
                    .range(0, LINES).mapToObj(at -> event(unique + '-' + at)).collect(Collectors.joining("\n")));
            await().until(() -> reached.getCount() == 0);
            await().during(Duration.ofMillis(300)).until(() -> !post.isDone());

            disk.countDown();
            assertThat(post.join().statusCode()).isEqualTo(202);
            assertThat(post.join().body()).contains("\"accepted\":" + LINES + ",").contains('"' + last + '"');
        } finally {
            bus.forget(slowAtTheEnd);
        }
    }

    @Test
    void whatWasAcceptedIsKeptThoughItsSenderDidNotWaitForTheAnswer() throws IOException {
        bus.listen(slow);
        try (Socket sender = sender()) {
            say(sender, head(event(unique).length()) + event(unique));
            await().until(() -> inside() == 1);
        }
        disk.countDown();

        await().until(() -> client.get("/api/v1/events/" + unique).status() == 200);
    }

    @Test
    void aSmallBodyMayComeLongAfterItsHeadAndInPieces() throws IOException {
        try (Socket sender = sender()) {
            say(sender, head(event(unique).length()));
            await().until(() -> inside() == 1);
            say(sender, event(unique).substring(0, 20));
            assertThat(client.post("{'type':'a.b'}").status()).as("others do not wait for it").isEqualTo(202);
            say(sender, event(unique).substring(20));

            byte[] answer = new byte[12];
            assertThat(sender.getInputStream().readNBytes(answer, 0, answer.length)).isEqualTo(answer.length);
            assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 202");
        }
        assertThat(client.get("/api/v1/events/" + unique).status()).isEqualTo(200);
    }

    @Test
    void ofABodyThatBreaksOffNothingIsKept() throws IOException {
        try (Socket sender = sender()) {
            say(sender, head(event(unique).length() + 1) + event(unique));
            await().until(() -> inside() == 1);
        }
        await().until(() -> inside() == 0);

        assertThat(client.get("/api/v1/events/" + unique).status()).isEqualTo(404);
    }

    private int inside() {
        return camel.getInflightRepository().size("rest");
    }

    private void awaitDisk() {
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String event(String id) {
        return "{\"type\":\"a.b\",\"id\":\"" + id + "\"}";
    }

    private static String head(int length) {
        return "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    private static Socket sender() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    }

    private static void say(Socket sender, String text) throws IOException {
        sender.getOutputStream().write(text.getBytes(UTF_8));
        sender.getOutputStream().flush();
    }
}
