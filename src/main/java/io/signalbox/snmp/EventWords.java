package io.signalbox.snmp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import io.signalbox.event.Uuid7;

/** What does an event about a device say? */
final class EventWords {
    private final String source;
    private final Uuid7 ids = new Uuid7();

    /**
     * @param source
     *            the source of all events
     */
    EventWords(String source) {
        this.source = source;
    }

    /**
     * What templates are filled from.
     *
     * @param reading
     *            what the device just answered, or null
     * @param row
     *            the row that is judged, or null
     */
    record Scene(Device device, Profile profile, Reading reading, Map<String, String> known, Reading.Row row,
            Map<String, Object> extras, long count, Instant now) {

        Object value(String place) {
            Object value = ofRow(place);
            value = value == null ? extras.get(place) : value;
            value = value == null ? ofDevice(place) : value;
            value = value == null && reading != null ? reading.values().get(place) : value;
            return value == null ? known.get(place) : value;
        }

        private Object ofRow(String place) {
            return row == null ? null : switch (place) {
                case "index" -> row.index();
                case "label" -> row.label();
                default -> row.columns().get(place);
            };
        }

        private Object ofDevice(String place) {
            return switch (place) {
                case "id" -> device.id();
                case "name" -> device.name();
                case "host" -> device.host();
                case "ip" -> known.getOrDefault("ip", device.host());
                case "port" -> device.port();
                case "model" -> device.model();
                case "location" -> device.location();
                case "department" -> device.department();
                case "count" -> count;
                default -> null;
            };
        }
    }

    Map<String, Object> begin(Scene scene, Profile.Rule rule) {
        String subject = text(rule.words().subject(), scene, scene.device().id());
        String dedup = text(rule.words().dedup(), scene, null);
        String key = source + '/' + rule.type() + '/' + subject + (dedup == null ? "" : '/' + slug(dedup));
        Map<String, Object> event = event(scene, rule.type(), "firing", key, subject);
        put(event, "severity", rule.severity());
        put(event, "title", text(rule.words().title(), scene, null));
        put(event, "message", text(rule.words().message(), scene, null));
        data(event, scene, rule.words().data());
        return event;
    }

    Map<String, Object> end(Scene scene, Profile.Rule rule, DeviceState.Open ended) {
        Map<String, Object> event = event(scene, rule.end() == null ? ended.type() : rule.end(), "resolved",
                ended.dedupkey(), ended.subject());
        event.put("severity", "info");
        put(event, "title", text(rule.endWords().title(), scene, null));
        put(event, "message", text(rule.endWords().message(), scene, null));
        data(event, scene, rule.end() == null ? rule.words().data() : Map.of());
        data(event, scene, rule.endWords().data());
        return event;
    }

    /** The end of a problem of which nothing more will be heard. */
    Map<String, Object> drop(Scene scene, DeviceState.Open ended, String reason) {
        Map<String, Object> event = event(scene, ended.type(), "resolved", ended.dedupkey(), ended.subject());
        event.put("severity", "info");
        data(event, scene, Map.of("reason", new Template(reason)));
        return event;
    }

    private Map<String, Object> event(Scene scene, String type, String state, String dedupkey, String subject) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", ids.next());
        event.put("source", source);
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", scene.now().truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("state", state);
        event.put("dedupkey", dedupkey);
        if (!scene.device().tags().isEmpty()) {
            event.put("tags", scene.device().tags());
        }
        Map<String, Object> data = new LinkedHashMap<>();
        scene.profile().data().forEach((field, template) -> put(data, field, template.value(scene::value)));
        event.put("data", data);
        return event;
    }

    @SuppressWarnings("unchecked")
    private static void data(Map<String, Object> event, Scene scene, Map<String, Template> fields) {
        Map<String, Object> data = (Map<String, Object>) event.get("data");
        fields.forEach((field, template) -> put(data, field, template.value(scene::value)));
    }

    private static String text(Template template, Scene scene, String otherwise) {
        return template == null ? otherwise : template.text(scene::value);
    }

    private static void put(Map<String, Object> map, String field, Object value) {
        if (value != null) {
            map.put(field, value);
        }
    }

    /** A part of a dedup key: what a device says may be long, or hold slashes and line breaks. */
    private static String slug(String text) {
        String slug = text.strip().toLowerCase().replaceAll("[^\\p{L}\\p{N}._-]+", "_");
        return slug.length() <= 100 ? slug : slug.substring(0, 100);
    }
}
