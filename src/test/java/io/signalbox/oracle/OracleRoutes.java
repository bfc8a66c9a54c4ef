package io.signalbox.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Which routes of the application does the oracle run? The real ones, but for the time that a failed delivery waits. */
final class OracleRoutes {
    private static final Path ROUTES = Path.of("routes");

    private OracleRoutes() {
    }

    /** Error handling first: it is woven into the routes that come after it. */
    static void load(CamelContext camel) throws Exception {
        for (String file : new String[]{"error-handling", "router", "intake"}) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(file + ".camel.yaml", text(file)));
        }
    }

    private static String text(String file) throws IOException {
        return impatient(Files.readString(ROUTES.resolve(file + ".camel.yaml")));
    }

    /** The same, with waits of a fraction of a second. */
    static String impatient(String yaml) {
        return yaml.replace("initialDelay: 1s", "initialDelay: 20ms").replace("maximumDelay: 5m", "maximumDelay: 300ms")
                .replaceAll("(\\n +)failure: \\w+", "$0$1initialDelay: 20ms$1maximumDelay: 300ms");
    }
}
