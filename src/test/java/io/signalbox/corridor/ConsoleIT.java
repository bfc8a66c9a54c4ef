package io.signalbox.corridor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Packaged;
import io.signalbox.peers.Peer;

/** What a browser makes of the console; where there is no chromium, nobody asks one. */
class ConsoleIT {
    private static final String MARKUP = "<img src=x onerror=\\\"document.title='hacked'\\\">";
    private static final String AS_TEXT = "&lt;img src=x onerror=\"document.title='hacked'\"&gt;";

    @TempDir
    Path folder;

    @BeforeEach
    void aBrowserIsThere() {
        Peer.require("chromium");
    }

    private Packaged packaged(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("CSV_ENABLED", "false", "TIMER_HEARTBEAT_ENABLED",
                "false"));
        environment.putAll(more);
        return new Packaged(folder, environment).start();
    }

    /** The page as it is after its script has run for some seconds. */
    private String seen(Packaged signalbox) throws IOException, InterruptedException {
        Path page = folder.resolve("page.html");
        Process browser = new ProcessBuilder(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--user-data-dir=" + folder.resolve("browser"), "--virtual-time-budget=10000", "--timeout=20000",
                "--dump-dom", "http://localhost:" + signalbox.port + "/"))
                .redirectOutput(page.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertThat(browser.waitFor(60, TimeUnit.SECONDS)).as("the browser ends").isTrue();
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(page, UTF_8);
    }

    @Test
    void whatAnEventSaysIsShownAsTextAndNeverRuns() throws Exception {
        try (Packaged signalbox = packaged(Map.of())) {
            signalbox.post("application/json",
                    BodyPublishers.ofString("{\"type\":\"<img src=x onerror=alert(1)>\",\"id\":\"" + MARKUP
                            + "\",\"subject\":\"" + MARKUP + "\",\"message\":\"" + MARKUP + "\"}"));

            String page = seen(signalbox);

            assertThat(page)
                    .contains(">&lt;img src=x onerror=alert(1)&gt;<", "<td data-label=\"Subject\"", ">" + AS_TEXT + "<",
                            ">jsonl<",
                            "Generation 1", "Live, newest first.", "1 backend well")
                    .doesNotContain("<img")
                    .doesNotContain("<title>hacked");
        }
    }

    @Test
    void withoutTheTokenItAsksForItAndShowsNothing() throws Exception {
        try (Packaged signalbox = packaged(Map.of("SIGNALBOX_API_TOKEN", "correct-horse-battery-staple"))) {
            String page = seen(signalbox);

            assertThat(page).containsPattern("<dialog id=\"door\"[^>]* open=").contains("no token was given")
                    .doesNotContain("jsonl<").doesNotContain("Generation 1");
        }
    }
}
