package io.signalbox.validate;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Which components are there, and which options have they? Each component's jar carries a description of it, ours too: so only what is in
 * this build is known, which is what can run.
 */
final class Components {
    /** What a wrong name may be near to. */
    private static final List<String> NAMES = List.of("bus", "snmp-poll", "direct", "kamelet", "http", "https", "timer",
            "log", "bean", "class", "netty", "platform-http", "snmp", "smtp", "smtps", "seda", "file", "mock", "kafka",
            "rest");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> read = new HashMap<>();

    boolean exists(String scheme) {
        return Components.class.getResource(service(scheme)) != null;
    }

    List<String> names() {
        return NAMES.stream().filter(this::exists).toList();
    }

    /** Its description; missing where its jar has none. */
    JsonNode of(String scheme) {
        return read.computeIfAbsent(scheme, this::read);
    }

    private JsonNode read(String scheme) {
        try (InputStream service = Components.class.getResourceAsStream(service(scheme))) {
            Properties properties = new Properties();
            properties.load(service);
            String name = properties.getProperty("class", "");
            String folder = name.substring(0, Math.max(0, name.lastIndexOf('.'))).replace('.', '/');
            try (InputStream description = Components.class
                    .getResourceAsStream("/META-INF/" + folder + "/" + scheme + ".json")) {
                return description == null ? json.missingNode() : json.readTree(description);
            }
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private static String service(String scheme) {
        return "/META-INF/services/org/apache/camel/component/" + scheme;
    }
}
