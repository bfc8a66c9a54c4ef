package io.signalbox.bus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How are overlays kept on disk? As one JSON file, which a person can read. */
public final class OverlayFile implements Overlays.Store {
    public static final String NAME = "overlay.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeptFile file;

    /**
     * @param folder
     *            where the application keeps its data
     */
    public OverlayFile(Path folder) {
        this.file = new KeptFile(folder.resolve(NAME));
    }

    /** What was kept, by backend. */
    public Map<String, Overlay> read() {
        Map<String, Overlay> overlays = new LinkedHashMap<>();
        try {
            String text = file.read();
            JsonNode backends = text == null ? JSON.createObjectNode() : JSON.readTree(text).path("backends");
            backends.properties().forEach(each -> overlays.put(each.getKey(), overlay(each.getValue())));
            return overlays;
        } catch (IOException | DateTimeException e) {
            // Going on without it would send what somebody has stopped.
            throw new IllegalStateException(file + " can't be read: " + e.getMessage()
                    + "; it says which backends are paused and what they get no longer: mend it, or move it away to begin without",
                    e);
        }
    }

    /** One of them, as it is kept and as the API shows it. */
    public static Overlay overlay(JsonNode node) {
        List<EventRule> rules = new ArrayList<>();
        for (JsonNode rule : node.path("rules")) {
            Map<String, List<String>> filters = new LinkedHashMap<>();
            rule.path("filters").properties().forEach(filter -> {
                List<String> values = new ArrayList<>();
                filter.getValue().forEach(value -> values.add(value.asText()));
                filters.put(filter.getKey(), values);
            });
            rules.add(new EventRule(rule.path("event_type").asText(), rule.path("enabled").asBoolean(true), filters,
                    Instant.parse(rule.path("since").asText())));
        }
        return new Overlay(node.has("pausedSince") ? Instant.parse(node.path("pausedSince").asText()) : null, rules);
    }

    @Override
    public void keep(Map<String, Overlay> overlays) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode backends = root.putObject("backends");
        overlays.forEach((name, overlay) -> write(backends.putObject(name), overlay));
        file.write(root.toPrettyString() + "\n");
    }

    private static void write(ObjectNode node, Overlay overlay) {
        if (overlay.paused()) {
            node.put("pausedSince", overlay.pausedSince().toString());
        }
        for (EventRule rule : overlay.rules()) {
            ObjectNode written = node.withArray("rules").addObject().put("event_type", rule.eventType())
                    .put("enabled", rule.enabled()).put("since", rule.since().toString());
            ObjectNode filters = written.putObject("filters");
            rule.filters().forEach((field, values) -> values.forEach(filters.putArray(field)::add));
        }
    }
}
