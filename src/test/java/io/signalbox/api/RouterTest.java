package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventType;

/** The routing matrix ({@code routes/router.test.yaml}), row by row, through the front door. */
@QuarkusTest
@TestProfile(Corridor.class)
class RouterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Client client = new Client();

    @Inject
    Catalogue catalogue;

    static Stream<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        new YAMLMapper().readTree(Path.of("routes/router.test.yaml").toFile()).get("cases")
                .forEach(row -> rows.add(row.toString()));
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRowOfTheMatrixIsHeardWhereItSaysAndNowhereElse(String text) throws IOException {
        JsonNode row = JSON.readTree(text);
        String subject = UUID.randomUUID().toString();
        if (row.has("before")) {
            post(row.get("before"), subject);
        }
        JsonNode kept = client.event(post(row.get("given"), subject));

        assertThat(kept.get("channels")).isEqualTo(row.at("/expect/channels"));
    }

    private String post(JsonNode row, String subject) {
        ObjectNode event = JSON.createObjectNode().put("type", row.get("type").asText()).put("subject", subject);
        for (String name : List.of("severity", "state", "data")) {
            if (row.has(name)) {
                event.set(name, row.get(name));
            }
        }
        Client.Answer answer = client.post("application/json", event.toString().getBytes());
        assertThat(answer.status()).isEqualTo(202);
        return answer.json().get("ids").get(0).asText();
    }

    @Test
    void theMatrixKnowsEveryTypeOfTheCatalogue() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String row : rows().toList()) {
            types.add(JSON.readTree(row).at("/given/type").asText());
        }

        assertThat(types).containsAll(catalogue.types().stream().map(EventType::name).toList());
    }

    @Test
    void theCatalogueAndTheRouterAgree() {
        assertThat(catalogue.types()).isNotEmpty().allSatisfy(type -> {
            String id = client.post("{'type':'" + type.name() + "','subject':'" + UUID.randomUUID() + "'}").json()
                    .get("ids").get(0).asText();
            assertThat(client.event(id).get("channels")).extracting(JsonNode::asText)
                    .containsExactlyElementsOf(type.channels());
        });
    }
}
