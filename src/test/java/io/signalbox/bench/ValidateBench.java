package io.signalbox.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.signalbox.event.Catalogue;
import io.signalbox.validate.Settings;
import io.signalbox.validate.Validation;

/** How long does it take to say what is wrong in many files? Argument: how many (100); ours are among them. */
public final class ValidateBench {
    private static final int TIMES = 21;

    private ValidateBench() {
    }

    public static void main(String[] arguments) {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Map<String, String> texts = new TreeMap<>(Validation.read(Path.of("routes")));
        String slack = texts.get("routes/backends/slack.camel.yaml");
        for (int i = 0; texts.size() < files; i++) {
            texts.put("routes/backends/slack-" + i + ".camel.yaml", slack.replace("id: slack", "id: slack-" + i));
        }
        Settings settings = Settings.of(Path.of("application.properties"), Map.of());
        long began = System.nanoTime();
        Validation validation = new Validation(Catalogue.load());
        Duration made = Duration.ofNanos(System.nanoTime() - began);
        long[] took = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            began = System.nanoTime();
            validation.check(texts, settings);
            took[i] = (System.nanoTime() - began) / 1_000_000;
        }
        long first = took[0];
        Arrays.sort(took);
        System.out.printf(
                "%d files: %d ms until it can begin, the first time %d ms, then %d ms (median), %d ms (longest)%n",
                texts.size(), made.toMillis(), first, took[TIMES / 2], took[TIMES - 1]);
    }
}
