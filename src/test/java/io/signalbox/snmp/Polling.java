package io.signalbox.snmp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The route {@code snmp} as it is shipped, with a temporary folder for its data and an intake that remembers what it got. */
final class Polling implements AutoCloseable {
    static final String FAST = """
            defaults:
              host: 127.0.0.1
              profile: printer
              interval: 100ms
              timeout: 400ms
              retries: 0
            """;

    /** What the intake does with an event; an exception refuses it. */
    interface Intake {
        void take(Map<String, Object> event) throws Exception;
    }

    final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
    volatile Intake intake = event -> {
    };
    private final Path folder;
    private final Properties properties = new Properties();
    private DefaultCamelContext camel;

    Polling(Path folder, String devices) throws Exception {
        this.folder = folder;
        devices(devices);
        properties.setProperty("signalbox.routes.dir", "routes");
        properties.setProperty("signalbox.data", folder.resolve("data").toString());
        properties.setProperty("snmp.devices", folder.resolve("devices.yaml").toString());
        properties.setProperty("snmp.enabled", "true");
    }

    Polling with(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    void devices(String yaml) throws Exception {
        Path written = folder.resolve("devices.yaml.new");
        Files.writeString(written, yaml);
        Files.move(written, folder.resolve("devices.yaml"), java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @SuppressWarnings("unchecked")
    Polling start() throws Exception {
        camel = new DefaultCamelContext();
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:intake").process(exchange -> {
                    Map<String, Object> event = exchange.getIn().getBody(Map.class);
                    intake.take(event);
                    events.add(event);
                });
            }
        });
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                PluginHelper.getResourceLoader(camel).resolveResource("file:routes/sources/snmp.camel.yaml"));
        camel.start();
        return this;
    }

    void stop() {
        camel.stop();
    }

    SnmpPollConsumer consumer() {
        Consumer consumer = camel.getRoute("snmp").getConsumer();
        return (SnmpPollConsumer) consumer;
    }

    List<Map<String, Object>> events(String type) {
        return events.stream().filter(event -> event.get("type").equals(type)).toList();
    }

    List<String> types() {
        return events.stream().map(event -> event.get("type") + " " + event.get("state")).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> data(Map<String, Object> event) {
        return (Map<String, Object>) event.get("data");
    }

    /** Waits until the device has answered so many polls more, so that silence means something. */
    void polls(int more) {
        long before = consumer().stats().answered() + consumer().stats().silent();
        await().until(() -> consumer().stats().answered() + consumer().stats().silent() >= before + more);
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(java.time.Duration.ofSeconds(20))
                .pollInterval(java.time.Duration.ofMillis(20));
    }

    @Override
    public void close() {
        if (camel != null) {
            camel.stop();
        }
    }
}
