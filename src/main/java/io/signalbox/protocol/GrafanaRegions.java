package io.signalbox.protocol;

import java.io.IOException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Which annotation in Grafana belongs to an event? A problem's is made when it begins and becomes a region when it ends; it is remembered
 * in between, and after a restart it is found by its tag. Any other event is a point of its own.
 *
 * <p>
 * Variables: {@code url}, {@code dashboardUid}, {@code panelId}; {@code search} is set where Grafana is to be asked first.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">Annotations API</a>
 */
@RegisterForReflection // the Kamelet makes it by its class name, and calls its methods
public final class GrafanaRegions {
    /** An annotation that has not ended. */
    private record Annotated(long id, long start) {
    }

    private static final String EVENT = "event";
    private static final String REGION = "region";

    private final Remembered<Annotated> open = new Remembered<>(10_000);

    /** Is its annotation known? Where it isn't, the request that asks for it. */
    public void look(Exchange exchange) {
        Event event = exchange.getMessage().getBody(Event.class);
        Step step = Step.of(event);
        Annotated region = open.get(event.dedupkey());
        exchange.setVariable(EVENT, event);
        exchange.setVariable(REGION, region);
        exchange.removeVariable("search");
        if (region == null && (step == Step.OPEN || step == Step.RESOLVE)) {
            exchange.setVariable("search", true);
            String dashboard = text(exchange, "dashboardUid");
            String panel = text(exchange, "panelId").strip();
            request(exchange, HttpMethods.GET,
                    "?type=annotation&limit=20&tags=" + PathSegment.of(GrafanaAnnotation.tag(event))
                            + (dashboard.isBlank() ? "" : "&dashboardUID=" + PathSegment.of(dashboard))
                            + (panel.isBlank() ? "" : "&panelId=" + PathSegment.of(panel)),
                    null);
        }
    }

    /** Grafana has answered what it has by that tag: the youngest that has not ended is it. */
    public void found(Exchange exchange) throws NotNow {
        try (JsonParser json = EventJson.FACTORY.createParser(exchange.getMessage().getBody(String.class))) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new NotNow("200, but what follows is no list of annotations", null);
            }
            Annotated youngest = null;
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Annotated region = unended(json);
                if (region != null && (youngest == null || region.start > youngest.start)) {
                    youngest = region;
                }
            }
            exchange.setVariable(REGION, youngest);
        } catch (IOException e) {
            throw new NotNow("200, but what follows is no list of annotations", null);
        }
    }

    /** The request that says what has happened. */
    public void annotate(Exchange exchange) throws IOException {
        Event event = exchange.getVariable(EVENT, Event.class);
        Annotated region = exchange.getVariable(REGION, Annotated.class);
        Step step = Step.of(event);
        if (region != null && step == Step.OPEN) {
            request(exchange, HttpMethods.PATCH, "/" + region.id, GrafanaAnnotation.describe(event));
        } else if (region != null && step == Step.RESOLVE) {
            // A region has a length, or else it would look like one that goes on.
            long end = Math.max(GrafanaAnnotation.millis(event), region.start + 1);
            request(exchange, HttpMethods.PATCH, "/" + region.id, GrafanaAnnotation.end(end));
        } else {
            request(exchange, HttpMethods.POST, "", GrafanaAnnotation.create(event, step == Step.OPEN,
                    text(exchange, "dashboardUid"), text(exchange, "panelId")));
        }
    }

    /** Somebody may have deleted what we remember. */
    public void missed(Exchange exchange) throws NotNow {
        Annotated region = exchange.getVariable(REGION, Annotated.class);
        if (region != null && exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) == 404) {
            open.forget(exchange.getVariable(EVENT, Event.class).dedupkey());
            throw new NotNow("404: somebody has deleted annotation " + region.id + "; looking for another", null);
        }
    }

    /** Grafana took it. */
    public void keep(Exchange exchange) {
        Event event = exchange.getVariable(EVENT, Event.class);
        Annotated region = exchange.getVariable(REGION, Annotated.class);
        switch (Step.of(event)) {
            case RESOLVE -> open.forget(event.dedupkey());
            case OPEN -> {
                Annotated now = region != null ? region : made(exchange, event);
                if (now != null) {
                    open.put(event.dedupkey(), now);
                }
            }
            default -> {
                // A point: nothing ends it.
            }
        }
    }

    private static Annotated made(Exchange exchange, Event event) {
        try (JsonParser json = EventJson.FACTORY.createParser(exchange.getMessage().getBody(String.class))) {
            json.nextToken();
            long id = numbers(json, "id", "")[0];
            return id > 0 ? new Annotated(id, GrafanaAnnotation.millis(event)) : null;
        } catch (IOException e) {
            // It will be found by its tag.
            return null;
        }
    }

    private static Annotated unended(JsonParser json) throws IOException {
        long[] numbers = numbers(json, "id", "time", "timeEnd");
        boolean ended = numbers[2] > numbers[1];
        return ended || numbers[0] <= 0 ? null : new Annotated(numbers[0], numbers[1]);
    }

    /** Of the object that has begun, the numbers by these names; 0 for what it hasn't. */
    private static long[] numbers(JsonParser json, String... names) throws IOException {
        long[] numbers = new long[names.length];
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
                    numbers[i] = json.getLongValue();
                }
            }
            json.skipChildren();
        }
        return numbers;
    }

    private static void request(Exchange exchange, HttpMethods method, String path, byte[] body) {
        Message message = exchange.getMessage();
        // Not as text, which Camel takes longer to understand than we to write the annotation.
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, url(exchange) + "/api/annotations" + path);
        message.setBody(body);
    }

    private static String url(Exchange exchange) {
        return text(exchange, "url").strip().replaceAll("/+$", "");
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
