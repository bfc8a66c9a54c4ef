package io.signalbox.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import org.apache.camel.CamelContext;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.signalbox.event.Catalogue;
import io.signalbox.validate.Settings;
import io.signalbox.verify.Checked;
import io.signalbox.verify.JunitXml;
import io.signalbox.verify.Verification;
import io.signalbox.verify.VerifyText;

/**
 * How are the tests of routes run? Beside an application that has only its beans: no route of it is loaded, no port is opened.
 *
 * @param only
 *            a part of the names of the tests that are wanted, or null
 * @param xml
 *            whether JUnit's XML is printed instead of words
 * @param junit
 *            the file that it is written to, or null
 */
record LocalVerify(Path folder, String only, Path config, boolean xml, Path junit) {
    /** Arguments of the application itself would be read by Camel. */
    private static final String ASKED = "signalbox.verify.";
    /** Between the application and this process; Quarkus takes a negative one for none. */
    private static final int NONE_OF_THAT_NAME = 3;

    /** @return the exit code */
    int run() {
        set("signalbox.routes.dir", folder.toString());
        set("signalbox.routes.include", "file:" + folder + "/**/no-route.at-all.camel.yaml");
        set("quarkus.http.host-enabled", "false");
        set("signalbox.bus", "memory");
        set("signalbox.routes.reload", "false");
        set("quarkus.log.level", "OFF");
        set(ASKED + "only", only == null ? "" : only);
        set(ASKED + "config", config.toString());
        set(ASKED + "xml", String.valueOf(xml));
        set(ASKED + "junit", junit == null ? "" : junit.toString());
        AtomicReference<Integer> code = new AtomicReference<>(1);
        Quarkus.run(Application.class, (exit, failure) -> {
            code.set(failure == null ? exit : 1);
            if (failure != null) {
                System.err.println("the tests can't be run: " + failure.getMessage());
            }
        });
        if (code.get() == NONE_OF_THAT_NAME) {
            throw Unable.usage("no test in " + folder + " has \"" + only + "\" in its name or its file's path");
        }
        return code.get();
    }

    private static void set(String property, String value) {
        System.setProperty(property, value);
    }

    /** Runs instead of the routes that usually do. */
    public static final class Application implements QuarkusApplication {
        private final CamelContext camel;
        private final Catalogue catalogue;
        private final PrintStream out = System.out;
        private volatile String at = "";

        @Inject
        public Application(CamelContext camel, Catalogue catalogue) {
            this.camel = camel;
            this.catalogue = catalogue;
        }

        @Override
        public int run(String... args) throws Exception {
            long began = System.nanoTime();
            String only = System.getProperty(ASKED + "only");
            boolean xml = Boolean.getBoolean(ASKED + "xml");
            VerifyText text = new VerifyText(Terminal.isThere() && !xml && System.getenv("NO_COLOR") == null);
            Path folder = Path.of(System.getProperty("signalbox.routes.dir"));
            // Tests are about the files, and go alike wherever they run: this machine's environment does not count.
            Settings settings = Settings.of(Path.of(System.getProperty(ASKED + "config")), Map.of());
            List<Checked> all = new ArrayList<>();
            List<Path> files = Verification.files(folder);
            try (SideBySide<Verification> sideBySide = new SideBySide<>(
                    () -> new Verification(camel, catalogue, folder, settings::value));
                    Progress progress = new Progress(() -> at)) {
                List<Future<List<Checked>>> running = sideBySide.each(files, (verification, file) -> verification
                        .check(file, name -> name.contains(only) || file.toString().contains(only)));
                for (int place = 0; place < files.size(); place++) {
                    Path file = files.get(place);
                    at = (place + 1) + " of " + files.size() + "  " + file;
                    List<Checked> checked = running.get(place).get();
                    if (!xml && !checked.isEmpty()) {
                        out.print(Terminal.fresh() + text.of(file.toString(), checked));
                    }
                    all.addAll(checked);
                }
            }
            if (all.isEmpty()) {
                return NONE_OF_THAT_NAME;
            }
            out.print(xml ? JunitXml.of(all) : text.sum(all, Duration.ofNanos(System.nanoTime() - began)));
            out.flush();
            if (!System.getProperty(ASKED + "junit").isEmpty()) {
                Files.writeString(Path.of(System.getProperty(ASKED + "junit")), JunitXml.of(all));
            }
            return all.stream().allMatch(Checked::kept) ? 0 : 1;
        }
    }
}
