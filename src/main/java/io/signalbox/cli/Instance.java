package io.signalbox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Option;

/** Where is the instance that runs, and what does it say? An option group that verbs share. */
@RegisterForReflection // picocli reads its annotations
public final class Instance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UNAUTHORIZED = 401;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(3);
    private static final Duration LONG_ANSWER = Duration.ofHours(1);

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:SIGNALBOX_URL:-http://127.0.0.1:8080}", description = "The running instance (${DEFAULT-VALUE}).")
    private String url;

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:SIGNALBOX_TOKEN:-}", description = "What it asks for (its signalbox.api.token). Better in SIGNALBOX_TOKEN: others can read a command line.")
    private String token;

    JsonNode get(String path, Object... parts) {
        return send(request(path, parts).GET());
    }

    JsonNode post(String path, Object... parts) {
        return send(request(path, parts).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts a body, which may be long: it is read as it is sent. */
    JsonNode post(String path, String contentType, InputStream body) {
        return send(request(path).timeout(LONG_ANSWER).header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body)));
    }

    JsonNode postJson(String path, String json) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The lines of an answer that goes on for as long as somebody reads it. */
    Stream<String> lines(String path) {
        try {
            HttpResponse<Stream<String>> response = HttpClient.newBuilder().connectTimeout(CONNECT).build()
                    .send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), response.body().collect(Collectors.joining("\n")));
            }
            return response.body();
        } catch (IOException e) {
            throw absent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unable.failed("interrupted");
        }
    }

    /** Whether one answers at all. */
    boolean runs() {
        try {
            return HttpClient.newBuilder().connectTimeout(CONNECT).build().send(
                    request("/q/health/live").GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    JsonNode delete(String path, Object... parts) {
        return send(request(path, parts).DELETE());
    }

    private HttpRequest.Builder request(String path, Object... parts) {
        String[] encoded = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = URLEncoder.encode(String.valueOf(parts[i]), StandardCharsets.UTF_8).replace("+", "%20");
        }
        try {
            return authorized(HttpRequest
                    .newBuilder(URI.create(url.replaceAll("/+$", "") + path.formatted((Object[]) encoded)))
                    .timeout(ANSWER));
        } catch (IllegalArgumentException e) {
            throw Unable.usage("--url is \"" + url + "\"; expected an address such as http://127.0.0.1:8080");
        }
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        if (token.isBlank()) {
            return request;
        }
        if (!token.strip().matches("[\\x21-\\x7e]+")) {
            throw Unable.usage(
                    "the token (SIGNALBOX_TOKEN) holds what no header can carry; expected letters, digits and signs");
        }
        return request.header("Authorization", "Bearer " + token.strip());
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HttpClient.newBuilder().connectTimeout(CONNECT).build().send(
                    request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), response.body());
            }
            return json(response.body());
        } catch (IOException e) {
            throw absent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unable.failed("interrupted");
        }
    }

    private static Unable refused(int status, String body) {
        String detail = json(body).path("detail").asText(status + " " + body);
        return Unable.failed(status == UNAUTHORIZED ? detail + "; set SIGNALBOX_TOKEN to it" : detail);
    }

    private Unable absent(IOException e) {
        return Unable.failed("no Signalbox answers at " + url + " (" + e
                + "); start one with \"signalbox run\", or say where it is with --url");
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
