package io.signalbox.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Option;

/** Where is the instance that runs, and what does it say? An option group that verbs share. */
@RegisterForReflection // picocli reads its annotations
public final class Instance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(3);

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:SIGNALBOX_URL:-http://127.0.0.1:8080}", description = "The running instance (${DEFAULT-VALUE}).")
    private String url;

    JsonNode get(String path, Object... parts) {
        return send(request(path, parts).GET());
    }

    JsonNode post(String path, Object... parts) {
        return send(request(path, parts).POST(HttpRequest.BodyPublishers.noBody()));
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
            return HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path.formatted((Object[]) encoded)))
                    .timeout(ANSWER);
        } catch (IllegalArgumentException e) {
            throw Unable.usage("--url is \"" + url + "\"; expected an address such as http://127.0.0.1:8080");
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HttpClient.newBuilder().connectTimeout(CONNECT).build().send(
                    request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = json(response.body());
            if (response.statusCode() / 100 != 2) {
                throw Unable.failed(body.path("detail").asText(response.statusCode() + " " + response.body()));
            }
            return body;
        } catch (IOException e) {
            throw Unable.failed("no Signalbox answers at " + url + " (" + e
                    + "); start one with \"signalbox run\", or say where it is with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unable.failed("interrupted");
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
