package io.signalbox.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.api.EventMeasurements;
import io.signalbox.bus.GroupHeaders;
import io.signalbox.bus.Normalise;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.sinks.SinkContext;
import io.signalbox.validate.Settings;

/** What does verify say of a folder? Asked without the application, with its beans. */
final class TestedFolder implements AutoCloseable {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private final CamelContext beans = new DefaultCamelContext();
    private final Verification verification;

    TestedFolder(Path folder, Map<String, String> settings) throws Exception {
        SinkContext.bindNamedBeans(beans);
        beans.getRegistry().bind("normalise", new Normalise(
                new EventReader(new Normaliser(CATALOGUE, Clock.systemUTC(), "signalbox", Duration.ofDays(1)))));
        beans.getRegistry().bind("group-headers", new GroupHeaders());
        beans.getRegistry().bind("eventMeasurements", new EventMeasurements(new SimpleMeterRegistry()));
        Settings ours = Settings.of(Path.of("application.properties"), Map.of());
        verification = new Verification(beans, CATALOGUE, folder,
                name -> settings.containsKey(name) ? settings.get(name) : ours.value(name));
    }

    List<Checked> check(Path file) {
        return verification.check(file, name -> true);
    }

    /** Our own routes, with those of a folder of files beside them. */
    static Path copy(Path into, Path more) throws IOException {
        for (Path from : List.of(Path.of("routes"), more)) {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = into.resolve(from.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return into;
    }

    @Override
    public void close() {
        verification.close();
        beans.stop();
    }
}
