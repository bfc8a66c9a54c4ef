package io.signalbox.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;

import io.signalbox.event.Catalogue;
import io.signalbox.sinks.RouteBeans;
import io.signalbox.validate.Settings;

/** What does verify say of a folder? Asked without the application, with its beans. */
final class TestedFolder implements AutoCloseable {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private final CamelContext beans;
    private final Verification verification;

    TestedFolder(Path folder, Map<String, String> settings) throws Exception {
        beans = RouteBeans.camel();
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
