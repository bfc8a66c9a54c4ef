package io.signalbox.oracle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What does Signalbox answer at its front door? */
final class Door {
    /** Where nobody listens. */
    static final int CLOSED = 0;
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();
    private volatile int port;
    private volatile int length = 1;

    /** How the events of a request are written. */
    enum Form {
        ONE, LIST, LINES
    }

    /** The ids that it has; a status that is no 2xx has none. */
    record Answer(int status, List<String> ids) {
    }

    /** Signalbox listens there now. */
    void at(int newPort) {
        port = newPort;
    }

    boolean isClosed() {
        return port == CLOSED;
    }

    /** From now on events have messages of this length. */
    void length(int newLength) {
        length = newLength;
    }

    /** Posts events, with one item among them that is none where the form has room for it. */
    Answer post(List<Id> ids, Form form, boolean withNonsense) throws IOException {
        List<String> items = ids.stream().map(id -> id.json(length)).collect(Collectors.toCollection(ArrayList::new));
        if (withNonsense && form != Form.ONE) {
            items.add(items.size() / 2, "{\"severity\":\"no type\"}");
        }
        String body = switch (form) {
            case ONE -> items.get(0);
            case LIST -> "[" + String.join(",", items) + "]";
            case LINES -> String.join("\n", items) + "\n";
        };
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/api/v1/events"))
                .header("Content-Type", form == Form.LINES ? "application/x-ndjson" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return new Answer(answer.statusCode(), answer.statusCode() / 100 == 2 ? ids(answer.body()) : List.of());
    }

    private static List<String> ids(String body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        List<String> ids = new ArrayList<>();
        answer.path("ids").forEach(id -> ids.add(id.asText()));
        for (JsonNode item : answer.path("items")) {
            if (item.path("status").asInt() / 100 == 2) {
                ids.add(item.path("id").asText());
            }
        }
        return ids;
    }

    JsonNode get(String path) throws IOException {
        return JSON.readTree(send(HttpRequest.newBuilder(uri(path))).body());
    }

    /** Asks for something to be done. */
    JsonNode ask(String path) throws IOException {
        return JSON.readTree(send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody())).body());
    }

    String text(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path))).body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        if (isClosed()) {
            throw new IOException("nobody listens");
        }
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
