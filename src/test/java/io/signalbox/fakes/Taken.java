package io.signalbox.fakes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** What has a store of events taken? All of it, in its order; a person sees each event's type by its id. */
final class Taken {
    private final String path;
    private final List<JsonNode> events = new ArrayList<>();

    /**
     * @param path
     *            where in what is sent the event lies, such as {@code /event}; empty where it is the whole
     */
    Taken(String path) {
        this.path = path;
    }

    synchronized void add(Iterable<JsonNode> more) {
        more.forEach(events::add);
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    synchronized Map<String, String> state() {
        Map<String, String> state = new LinkedHashMap<>();
        events.forEach(event -> state.put(event.at(path + "/event_id").asText(),
                event.at(path + "/event_type").asText()));
        return state;
    }
}
