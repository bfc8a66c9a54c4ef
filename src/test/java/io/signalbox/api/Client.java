package io.signalbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.restassured.RestAssured;

/** A program that talks HTTP to Signalbox. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    // What is asked in another version says so.
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Quarkus tells REST Assured on which port the application listens, before each test. */
    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    /** What came back. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError(response.body(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String text() {
            return response.body();
        }
    }

    /** Posts JSON in which quotes may be single ones. */
    Answer post(String json) {
        return post("application/json", json.replace('\'', '"').getBytes(UTF_8));
    }

    Answer post(String contentType, byte[] body, String... headers) {
        return send(request("/api/v1/events", contentType, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Posts JSON without waiting for the answer. */
    CompletableFuture<HttpResponse<String>> postSoon(String json) {
        return postSoon("application/json", json);
    }

    /** Posts something without waiting for the answer. */
    CompletableFuture<HttpResponse<String>> postSoon(String contentType, String body) {
        return http.sendAsync(request("/api/v1/events", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String contentType, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Posts an empty body. */
    Answer postNothing(String path) {
        return send(request(path, null).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts JSON, in which quotes may be single ones, somewhere. */
    Answer post(String path, String json) {
        return send(request(path, "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.replace('\'', '"').getBytes(UTF_8))));
    }

    Answer delete(String path) {
        return send(request(path, null).DELETE());
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    /** An event as the API shows it. */
    JsonNode event(String id) {
        return get("/api/v1/events/" + URLEncoder.encode(id, UTF_8)).json();
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
