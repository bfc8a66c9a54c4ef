package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.event.Event;

/**
 * Which topic does an event go to? A template such as {@code signalbox/&#123;type}}. What an event puts into it stays within one level, and can't
 * be read as a wildcard or as one of the broker's own topics ({@code $SYS}).
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901241">MQTT 5, topic names</a>
 */
final class TopicTemplate {
    private static final int LONGEST_PART = 200;
    private static final int LONGEST = 65_535;
    private static final String NOTHING = "_";

    private final SubjectTemplate template;

    TopicTemplate(String topic) {
        if (topic.isBlank() || topic.matches("(?s).*[+#\\p{Cntrl}].*") || topic.getBytes(UTF_8).length > LONGEST / 2) {
            throw new IllegalArgumentException(
                    "topic is \"" + topic + "\"; expected a name such as signalbox/{type}, without + and #");
        }
        this.template = new SubjectTemplate(topic);
    }

    String of(Event event) {
        return template.filled(event, TopicTemplate::level);
    }

    private static String level(String value) {
        return value == null || value.isBlank()
                ? NOTHING
                : MqttText.safe(value, LONGEST_PART).replaceAll("[+#/$]", NOTHING);
    }
}
