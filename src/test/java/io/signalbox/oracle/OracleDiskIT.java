package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.journal.SmallDisk;
import io.signalbox.bus.journal.Troubles;
import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** A disk that is full, read-only or damaged costs nothing that is still whole on it. */
class OracleDiskIT {
    /** Nothing is forgotten: what is there in the end is compared with what was there before. */
    private static final String KEEP = "-Dlight.retention=P365D";
    private static final int MEGABYTES = 64;
    private static final int ROUNDS = 3;
    private static final int BITS = 3;
    private static final int SOME = 50;
    private static final double PART = 0.15;

    @TempDir
    private Path folder;
    private final Schedule schedule = Schedule.ofThisRun();
    private final Summary summary = new Summary("a disk that fails");

    @Test
    void whatWasAcceptedOnADiskThatFillsUpArrivesAndItGoesOnWithoutAStartWhenThereIsRoom() throws Exception {
        long seed = schedule.seed();
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES)) {
            assumeThat(disk).as("may not mount").isNotNull();
            try (LightCampaign campaign = LightCampaign
                    .ofAllManners(folder.resolve("campaign"), AgentJar.killing(folder), seed)
                    .keepingDataIn(disk.path().resolve("data"))) {
                Path other = disk.path().resolve("somebody-elses");
                summary.add("kills", campaign.kill(ROUNDS, () -> {
                    accepted(campaign);
                    fill(other);
                    refused(campaign);
                    Files.delete(other);
                    // Without a start; then it is killed.
                    accepted(campaign);
                }));
                List<String> findings = campaign.judge();
                summary.add("events accepted", campaign.ledger.accepted().size());
                summary.add("requests refused", campaign.ledger.refused.get());
                summary.print();
                assertThat(findings).as("%s", campaign).isEmpty();
            }
        }
    }

    @Test
    void onADiskThatBecameReadOnlyItSaysSoAndWhatItHasArrivesWhenItCanBeWrittenAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES)) {
            assumeThat(disk).as("may not mount").isNotNull();
            try (LightCampaign campaign = LightCampaign
                    .ofAllManners(folder.resolve("campaign"), AgentJar.killing(folder), schedule.seed())
                    .keepingDataIn(disk.path().resolve("data"))) {
                campaign.kill(List.of(KillPoint.BEFORE_CURSOR));
                disk.readOnly(true);
                assertThat(campaign.refusal()).contains("can't be used (signalbox.data)").contains("Read-only");
                disk.readOnly(false);

                assertThat(campaign.judge()).as("%s", campaign).isEmpty();
            }
        }
    }

    @Test
    void ofADamagedFileEverythingArrivesThatIsWholeAndTheRestIsKeptAside() throws Exception {
        long seed = schedule.seed();
        try (LightCampaign campaign = LightCampaign.ofAllManners(folder.resolve("campaign"), AgentJar.killing(folder),
                seed, KEEP)) {
            campaign.kill(Collections.nCopies(ROUNDS, KillPoint.BEFORE_CURSOR));
            Set<String> before = Troubles.ids(campaign.data());
            Troubles.flip(campaign.data(), BITS, new Random(seed));
            Troubles.cut(campaign.data(), PART);

            List<String> findings = campaign.judge(() -> {
                Set<String> gone = new HashSet<>(before);
                campaign.door.get("/places").path("events").forEach(place -> gone.remove(place.path("id").asText()));
                campaign.ledger.damaged(gone);
                long said = campaign.door.get("/").path("damaged").asLong();
                summary.add("events before the damage", before.size());
                summary.add("events gone", gone.size());
                summary.add("events said to be gone", said);
                return List.of();
            });
            summary.print();
            assertThat(findings).as("%s", campaign).isEmpty();
            assertThat(summary.get("events gone")).isPositive().isLessThan(before.size());
            assertThat(summary.get("events said to be gone")).isPositive();
            assertThat(aside(campaign.data())).as("what was cut is kept as it was").isNotEmpty();
        }
    }

    private static void accepted(LightCampaign campaign) {
        int before = campaign.ledger.accepted().size();
        Awaitility.await().atMost(LightCampaign.PATIENCE)
                .until(() -> campaign.ledger.accepted().size() > before + SOME);
    }

    private static void refused(LightCampaign campaign) {
        long before = campaign.ledger.refused.get();
        Awaitility.await().atMost(LightCampaign.PATIENCE).until(() -> campaign.ledger.refused.get() > before + 1);
    }

    /** Takes all the room that is left. */
    private static void fill(Path file) {
        byte[] some = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // Full.
        }
    }

    private static List<Path> aside(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().contains(".damaged-")).toList();
        }
    }
}
