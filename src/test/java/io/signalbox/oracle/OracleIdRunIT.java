package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.Batch;
import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.JournalProcess;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Event;
import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillAgent;
import io.signalbox.oracle.kill.KillPoint;

/** A quarter million ids go to disk as one run, and it is killed before that is durable. */
class OracleIdRunIT {
    @TempDir
    private Path folder;

    @Test
    void everyIdIsRememberedAllTheSame() throws Exception {
        Path data = folder.resolve("data");
        Process appending = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                AgentJar.killing(folder).option(KillPoint.ID_RUN, 1), "-cp", System.getProperty("java.class.path"),
                JournalProcess.class.getName(), "append", data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = appending.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null && line.endsWith(";"); line = out.readLine()) {
                acknowledged.add(line.substring(0, line.length() - 1));
            }
        }
        assertThat(appending.waitFor()).isEqualTo(KillAgent.KILLED);

        try (Journal journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72))) {
            assertThat(acknowledged).hasSizeGreaterThan(200_000);
            for (int i = 0; i < acknowledged.size(); i += 997) {
                Event event = journal.find(acknowledged.get(i)).orElseThrow().event();
                assertThat(event.id()).isEqualTo(acknowledged.get(i));
                assertThat(journal.append(new Batch(List.of(event))).get().accepted()).as("it is a duplicate").isZero();
            }
        }
    }
}
