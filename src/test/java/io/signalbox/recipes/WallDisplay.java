package io.signalbox.recipes;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;

/** Which lamps are on? */
@RegisterForReflection // the Kamelet wall-display-sink makes it by its class name
public final class WallDisplay implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private URI lamps;

    public void setUrl(String url) {
        this.lamps = URI.create(url).resolve("/lamps");
    }

    /** It has the events when this returns. */
    @Override
    public void process(Exchange exchange) throws Exception {
        for (Event event : EventBody.of(exchange)) {
            HttpResponse<String> answer = http.send(lamp(event), HttpResponse.BodyHandlers.ofString());
            String said = answer.statusCode() + " " + answer.body();
            if (answer.statusCode() == 422) {
                // It will never take this one: to the dead letters, and on with the next.
                throw new Refused(said);
            }
            if (answer.statusCode() / 100 != 2) {
                // It may take it later: the event waits and is tried again.
                throw new NotNow(said, null);
            }
        }
    }

    private HttpRequest lamp(Event event) throws Exception {
        byte[] body = JSON.writeValueAsBytes(
                Map.of("lamp", event.dedupkey(), "on", !event.resolved(), "text", event.headline()));
        return HttpRequest.newBuilder(lamps).timeout(LONGEST).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }
}
