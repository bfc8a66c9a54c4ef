package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.journal.SmallDisk;
import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** A disk that is full or read-only costs nothing that was accepted. */
class OracleDiskIT {
    private static final int MEGABYTES = 64;
    private static final int ROUNDS = 3;
    private static final int SOME = 50;

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
}
