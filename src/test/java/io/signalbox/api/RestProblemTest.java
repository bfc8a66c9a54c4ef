package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.NotKept;
import io.signalbox.event.InvalidEvent;

/** What a sender is told when its events are not kept. */
class RestProblemTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void whoIsFasterThanTheDiskIsToldToSlowDown() throws IOException {
        JsonNode problem = problem(new RuntimeException(NotKept.overloaded()));

        assertThat(problem.get("status").asInt()).isEqualTo(429);
        assertThat(problem.get("detail").asText()).endsWith("send again, more slowly");
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void whileTheDiskIsBrokenTheSenderKeepsItsEvent() throws IOException {
        JsonNode problem = problem(new NotKept("disk full", null));

        assertThat(problem.get("status").asInt()).isEqualTo(503);
        assertThat(problem.get("detail").asText()).isEqualTo("disk full; keep the event and send it again");
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo("5");
    }

    @Test
    void aFaultOfOursTellsNothingOfOurInsides() throws IOException {
        JsonNode problem = problem(new IllegalStateException("jdbc:sqlite:/var/lib/signalbox/journal.db"));

        assertThat(problem.get("status").asInt()).isEqualTo(503);
        assertThat(problem.toString()).doesNotContain("sqlite");
    }

    @Test
    void aFaultOfTheSendersNamesTheField() throws IOException {
        JsonNode problem = problem(new InvalidEvent("time", "is \"soon\"; expected a time"));

        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("field").asText()).isEqualTo("time");
        assertThat(exchange.getMessage().getHeader("Retry-After")).isNull();
    }

    @Test
    void nothingOfTheRequestLeavesWithTheAnswer() throws IOException {
        exchange.getMessage().setHeader("CamelHttpUri", "http://evil");
        problem(new NotKept("disk full", null));

        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE,
                Exchange.CONTENT_TYPE, "Retry-After");
    }

    private JsonNode problem(Exception failure) throws IOException {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        new RestProblem().process(exchange);
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(exchange.getMessage().getBody(byte[].class));
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                .isEqualTo(problem.get("status").asInt());
        return problem;
    }
}
