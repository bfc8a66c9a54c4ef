package io.signalbox.event;

import java.util.Map;

/**
 * Which event does a Wafer sidecar report? It names neither type nor id, but an entity and what befell it, flat or in an object
 * {@code event}: {@code {"site_id":"fab1","event":{"entity_type":"job","event_kind":"finished","at":"…"}}}.
 */
final class Wafer {
    private Wafer() {
    }

    /** Names the type where it follows from {@code entity_type} and {@code event_kind}; else changes nothing. */
    static void name(Draft draft) throws InvalidEvent {
        if (draft.type != null) {
            return;
        }
        if (draft.data.get("event") instanceof Map<?, ?> nested && nested.containsKey("entity_type")) {
            draft.data.remove("event");
            nested.forEach((name, value) -> draft.data.putIfAbsent(name.toString(), value));
        }
        if (draft.data.get("entity_type") instanceof String entity
                && draft.data.get("event_kind") instanceof String kind) {
            draft.type = "wafer." + entity + "." + kind;
            draft.source = draft.source == null && draft.data.get("app_name") instanceof String app
                    ? app
                    : draft.source;
            if (draft.time == null && draft.data.remove("at") instanceof String at) {
                draft.time = Times.parse(at).orElseThrow(
                        () -> new InvalidEvent("event.at",
                                "is \"" + at + "\"; expected a time such as \"2026-11-21T08:00:00Z\""));
            }
        }
    }
}
