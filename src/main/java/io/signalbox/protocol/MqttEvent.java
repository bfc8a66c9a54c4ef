package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What is an event as an MQTT message? JSON, with what one may want to filter by as user properties, so that nobody has to open it for that.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/mqtt-protocol-binding.md">CloudEvents over MQTT</a>
 */
record MqttEvent(boolean cloudEvents, int qos, boolean retained) {
    private static final int LONGEST_PROPERTY = 500;
    /** Topic, lengths and the rest of a packet: more than they ever are. */
    private static final int AROUND = 100;

    /**
     * The message.
     *
     * @param mostBytes
     *            how long a packet may be; a longer event is shortened, visibly
     */
    MqttMessage of(Event event, String topic, long mostBytes) throws Refused {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(cloudEvents ? "application/cloudevents+json" : "application/json");
        // The payload is UTF-8.
        properties.setPayloadFormat(true);
        List<UserProperty> user = user(event);
        properties.setUserProperties(user);
        // At the most three bytes a character.
        long room = mostBytes - AROUND - 3L * (topic.length()
                + user.stream().mapToInt(one -> one.getKey().length() + one.getValue().length() + 4).sum());
        return new MqttMessage(payload(event, room), qos, retained, properties);
    }

    private byte[] payload(Event event, long room) throws Refused {
        Function<Event, byte[]> form = cloudEvents ? EventJson::cloudEvent : EventJson::bytes;
        byte[] payload = form.apply(event);
        for (int longest = (int) Math.min(payload.length, Math.max(room, 0)) / 2; payload.length > room
                && longest > 0; longest /= 2) {
            payload = form.apply(Shortened.to(event, longest));
        }
        if (payload.length > room) {
            throw new Refused("the event is longer than the broker takes, even without its texts");
        }
        return payload;
    }

    private static List<UserProperty> user(Event event) {
        List<UserProperty> user = new ArrayList<>();
        add(user, "id", event.id());
        add(user, "source", event.source());
        add(user, "type", event.type());
        add(user, "subject", event.subject());
        add(user, "time", event.timeText());
        add(user, "severity", event.severity().text());
        add(user, "state", event.state().text());
        add(user, "dedupkey", event.dedupkey());
        add(user, "tags", event.tags().isEmpty() ? null : String.join(",", event.tags()));
        add(user, "traceparent", event.traceparent());
        return user;
    }

    private static void add(List<UserProperty> user, String name, String value) {
        if (value != null) {
            user.add(new UserProperty(name, MqttText.safe(value, LONGEST_PROPERTY)));
        }
    }
}
