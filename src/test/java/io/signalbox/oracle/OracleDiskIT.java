package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.journal.SmallDisk;
import io.signalbox.bus.journal.Troubles;
import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** A disk that is full, read-only or damaged costs nothing that is still on it: all the rest arrives, and what is gone is said. */
class OracleDiskIT {
    /** Nothing is forgotten: what is there in the end is compared with what was there before. */
    private static final String KEEP = "-Dlight.retention=P365D";
    private static final int MEGABYTES = 64;
    private static final int ROUNDS = 4;
    private static final int BITS = 3;
    private static final double PART = 0.15;

    @TempDir
    private Path folder;
    private final Schedule schedule = Schedule.ofThisRun();
    private final Summary summary = new Summary("a disk that fails");

    @Test
    void whatWasAcceptedOnADiskThatFillsUpArrivesWhereverItIsKilledMeanwhile() throws Exception {
        long seed = schedule.seed();
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES)) {
            assumeThat(disk).as("may not mount").isNotNull();
            try (LightCampaign campaign = LightCampaign
                    .ofAllManners(folder.resolve("campaign"), AgentJar.killing(folder), seed)
                    .keepingDataIn(disk.path().resolve("data"))) {
                Tide tide = new Tide(disk.path());
                campaign.beside(tide);
                List<KillPoint> points = new ArrayList<>(Collections.nCopies(ROUNDS, null));
                points.addAll(Collections.nCopies(ROUNDS, KillPoint.MENDING));
                Collections.shuffle(points, new Random(seed));
                summary.add("kills", campaign.kill(points));
                List<String> findings = campaign.judge();
                summary.add("times that it was full", tide.floods());
                summary.add("events accepted", campaign.ledger.accepted().size());
                summary.add("requests refused", campaign.ledger.refused.get());
                summary.print();
                assertThat(findings).as("%s", campaign).isEmpty();
                assertThat(tide.floods()).isPositive();
                assertThat(summary.get("requests refused")).as("the senders were told").isPositive();
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
    void ofADamagedFileEverythingArrivesButWhatItSaysIsGone() throws Exception {
        long seed = schedule.seed();
        try (LightCampaign campaign = LightCampaign.ofAllManners(folder.resolve("campaign"), AgentJar.killing(folder),
                seed, KEEP)) {
            Set<String> before = new HashSet<>();
            campaign.kill(Collections.nCopies(ROUNDS, KillPoint.BEFORE_CURSOR));
            before.addAll(Troubles.ids(campaign.data()));
            Troubles.flip(campaign.data(), BITS, new Random(seed));
            campaign.kill(Collections.nCopies(ROUNDS, KillPoint.BEFORE_CURSOR));
            before.addAll(Troubles.ids(campaign.data()));
            Troubles.cut(campaign.data(), PART);

            List<String> findings = campaign.judge(() -> {
                Set<String> gone = new HashSet<>(before);
                campaign.door.get("/places").path("events").forEach(place -> gone.remove(place.path("id").asText()));
                campaign.ledger.damaged(gone);
                long said = campaign.door.get("/").path("damaged").asLong();
                summary.add("events before the damage", before.size());
                summary.add("events gone", gone.size());
                summary.add("events said to be gone", said);
                return gone.size() <= said
                        ? List.of()
                        : List.of(gone.size() + " are gone, and " + said + " said to be");
            });
            summary.print();
            assertThat(findings).as("%s", campaign).isEmpty();
            assertThat(summary.get("events gone")).isPositive().isLessThan(before.size() / 2);
            assertThat(aside(campaign.data())).as("what was cut is kept as it was").isNotEmpty();
        }
    }

    private static List<Path> aside(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().contains(".damaged-")).toList();
        }
    }
}
