package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The API's description says what answers, all of it and nothing else. */
@QuarkusTest
@TestProfile(Corridor.class)
class ApiDescriptionTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final Client client = new Client();
    @Inject
    CamelContext camel;

    private JsonNode description() {
        return client.get("/q/openapi?format=json").json();
    }

    /** By method and path, the names of the parameters. */
    private static Map<String, Set<String>> described(JsonNode description) {
        Map<String, Set<String>> described = new TreeMap<>();
        description.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                Set<String> names = new TreeSet<>();
                operation.getValue().path("parameters").forEach(each -> names.add(each.get("name").asText()));
                described.put(operation.getKey().toUpperCase() + " " + path.getKey(), names);
            }
        }));
        return described;
    }

    /** What the resources, and the routes that begin with a request, say of themselves. */
    private Map<String, Set<String>> real() {
        Map<String, Set<String>> real = new TreeMap<>();
        resources().forEach(resource -> {
            String root = resource.getAnnotation(jakarta.ws.rs.Path.class).value();
            Arrays.stream(resource.getDeclaredMethods()).forEach(method -> add(root, method, real));
        });
        camel.getEndpoints().stream().filter(each -> each.getEndpointUri().startsWith("platform-http:"))
                .forEach(each -> real.put("POST /" + each.getEndpointUri().replaceAll("^[^/]*/*|[?].*", ""), Set.of()));
        return real;
    }

    private static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target/classes/io/signalbox/api"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("Resource.class")).toList()) {
                String name = "io.signalbox.api." + file.getFileName().toString().replace(".class", "");
                resources.add(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
            }
            return resources;
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(String root, Method method, Map<String, Set<String>> real) {
        Arrays.stream(method.getAnnotations()).map(each -> each.annotationType().getAnnotation(HttpMethod.class))
                .filter(each -> each != null).forEach(verb -> {
                    jakarta.ws.rs.Path path = method.getAnnotation(jakarta.ws.rs.Path.class);
                    Set<String> names = new TreeSet<>();
                    for (Parameter parameter : method.getParameters()) {
                        if (parameter.isAnnotationPresent(QueryParam.class)) {
                            names.add(parameter.getAnnotation(QueryParam.class).value());
                        } else if (parameter.isAnnotationPresent(PathParam.class)) {
                            names.add(parameter.getAnnotation(PathParam.class).value());
                        }
                    }
                    real.put(verb.value() + " " + root + (path == null ? "" : path.value()), names);
                });
    }

    @Test
    void itSaysWhatAnswersWithAllItsParameters() {
        Map<String, Set<String>> described = described(description());
        described.keySet().removeIf(each -> each.contains(" /q/") || each.endsWith(" /metrics"));

        assertThat(described).isEqualTo(real()).hasSizeGreaterThan(20);
    }

    @Test
    void whatItSaysAnswers() {
        described(description()).keySet().forEach(operation -> {
            String path = operation.replaceAll("^[A-Z]+ ", "").replaceAll("\\{[^}]*}", "999999999");
            // One goes on for ever, the others change what the other tests run.
            if (path.matches(".*/(stream|reload|rollback)")) {
                return;
            }
            String method = operation.replaceAll(" .*", "");
            Client.Answer answer = client.send(client.request(path, method.equals("POST") ? "application/json" : null)
                    .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : "")));
            assertThat(answer.status()).as(operation).isNotEqualTo(405).isLessThan(504);
            if (answer.status() >= 400) {
                // A path that nobody knows is a 404 without a word.
                assertThat(answer.header("Content-Type")).as(operation).startsWith("application/problem+json");
            }
        });
    }

    @Test
    void everyAnswerHasAFormAndEveryRefusalIsAProblem() {
        JsonNode description = description();
        assertThat(description.at("/components/securitySchemes/bearer/scheme").asText()).isEqualTo("bearer");
        description.get("paths").properties().stream().filter(path -> path.getKey().matches("/(api|v1)/.*"))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey())).forEach(operation -> {
                            String name = operation.getKey() + " " + path.getKey();
                            JsonNode responses = operation.getValue().get("responses");
                            assertThat(operation.getValue().path("summary").asText()).as(name).isNotEmpty();
                            assertThat(operation.getValue().path("security")).as(name).isNotEmpty();
                            assertThat(operation.getValue().path("parameters")).as(name)
                                    .allSatisfy(each -> assertThat(each.path("description").asText()).isNotEmpty());
                            responses.properties().forEach(response -> form(name + " " + response.getKey(),
                                    resolved(description, response.getValue())));
                            assertThat(responses.has("401")).as(name).isTrue();
                        }));
    }

    private static void form(String name, JsonNode response) {
        assertThat(StreamSupport.stream(response.path("content").spliterator(), false)
                .anyMatch(each -> !each.path("schema").isEmpty())).as(name).isTrue();
    }

    private static JsonNode resolved(JsonNode description, JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }
}
