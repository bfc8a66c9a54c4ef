package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** What is sent again, left out by a throttle, set aside for damage or refused by a disk that fails is accounted for, whichever instruction is the last. */
class OracleAgainIT {
    /** Where it is killed. */
    static final Set<KillPoint> POINTS = Collections.unmodifiableSet(EnumSet.of(KillPoint.REPLAY_ASKED,
            KillPoint.REPLAY_SENT, KillPoint.REPLAY_RECORD, KillPoint.REPLAY_PLACE, KillPoint.REPLAY_OVER,
            KillPoint.LEFT_OUT, KillPoint.LEFT_OUT_UNCOUNTED, KillPoint.WINDOW_TURNED, KillPoint.DIGEST_KEPT,
            KillPoint.DIGEST_NOTED, KillPoint.QUARANTINE, KillPoint.QUARANTINED, KillPoint.MENDING, KillPoint.MENDED));
    private static final int CAMPAIGNS = 2;
    private static final int AT_ANY_MOMENT = 2;
    /** Few events, for the record of each is asked. */
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long BETWEEN_TROUBLES_NANOS = 1_500_000_000;

    @TempDir
    private Path folder;

    @Test
    void nothingOfThatIsLostWhereverItIsKilled() throws Exception {
        AgentJar agent = AgentJar.killing(folder);
        Summary summary = new Summary("kills while events are sent again, left out and set aside");
        try {
            Campaigns.run(Schedule.ofThisRun(), CAMPAIGNS, seed -> campaign(agent, seed, summary));
        } finally {
            summary.print();
        }
    }

    private void campaign(AgentJar agent, long seed, Summary summary) throws Exception {
        // Nothing is forgotten: the record is asked in the end.
        try (LightCampaign campaign = new LightCampaign(folder.resolve("seed-" + seed), agent, seed,
                PAUSE_NANOS, "-Dlight.retention=P365D")) {
            LineBackend forgiving = campaign.add("forgiving", LineBackend.Manner.FORGIVING, "bus:logging?batchSize=20",
                    Id::doomed, 20, "/dead-letters/forgiving");
            LineBackend room = campaign.add("room", LineBackend.Manner.KIND, "bus:logging?overflow=digest",
                    id -> true, 1, "/left-out/room");
            campaign.add("few", LineBackend.Manner.KIND, "bus:logging?overflow=drop&concurrency=2", id -> true, 2,
                    "/left-out/few");
            campaign.add("sleeper", LineBackend.Manner.KIND, "bus:all?batchSize=500", id -> false, 500,
                    "/dead-letters/sleeper").sleep(true);
            Replayer replayer = new Replayer("forgiving", forgiving, campaign.door);
            campaign.beside(replayer);
            campaign.beside(new Trouble(campaign.data().resolveSibling("data" + LightSignalbox.FAILING)));
            summary.add("kills", campaign.kill(points(seed)));
            List<String> findings = campaign.judge(() -> {
                List<String> found = new ArrayList<>(replayer.findings(campaign.ledger));
                found.addAll(uncounted(campaign, room));
                long aside = campaign.door.get("/").path("damaged").asLong();
                if (aside != campaign.ledger.damaged()) {
                    found.add(campaign.ledger.damaged() + " events are damaged, and " + aside + " are set aside");
                }
                return found;
            });
            summary.add("events accepted", campaign.ledger.accepted().size());
            summary.add("events sent again", forgiving.replayed.ids().size());
            summary.add("replays", replayer.owed());
            summary.add("digests", room.digests.size());
            summary.add("events in digests", room.digests.values().stream().mapToInt(Integer::intValue).sum());
            summary.add("events damaged", campaign.ledger.damaged());
            summary.add("requests refused", campaign.ledger.refused.get());
            assertThat(findings).as("%s", campaign).isEmpty();
        }
    }

    /** What is wrong with the digests: each event that is recorded as suppressed is in the one that its record names, and in no other. */
    private static List<String> uncounted(LightCampaign campaign, LineBackend room) throws IOException {
        Map<String, Integer> recorded = new HashMap<>();
        List<String> missing = new ArrayList<>();
        LightCampaign.patiently(() -> {
            recorded.clear();
            campaign.reasons("/left-out/room").values().forEach(digest -> recorded.merge(digest, 1, Integer::sum));
            missing.clear();
            // A digest is an event, and may be damaged like any other.
            recorded.keySet().stream().filter(digest -> !room.digests.containsKey(digest))
                    .filter(digest -> !campaign.ledger.wasDamaged(digest)).forEach(missing::add);
            return missing.isEmpty();
        });
        List<String> wrong = new ArrayList<>();
        missing.forEach(digest -> wrong
                .add(recorded.get(digest) + " events are recorded as in " + digest + ", which does not come"));
        long told = 0;
        long known = 0;
        for (Map.Entry<String, Integer> digest : room.digests.entrySet()) {
            told += digest.getValue();
            known += recorded.getOrDefault(digest.getKey(), 0);
        }
        // Those in a damaged block are told of, and no longer there to be asked for.
        if (told < known || told > known + campaign.ledger.damaged()) {
            wrong.add("digests tell of " + told + " events, and " + known + " are recorded as in them");
        }
        return wrong;
    }

    private static List<KillPoint> points(long seed) {
        List<KillPoint> points = new ArrayList<>(Collections.nCopies(AT_ANY_MOMENT, null));
        points.addAll(POINTS);
        Collections.shuffle(points, new Random(seed));
        // There must be something that can be damaged.
        points.add(0, null);
        points.add(0, KillPoint.WINDOW_TURNED);
        return points;
    }

    /** Lets a commit fail every now and then. */
    private static final class Trouble implements LightCampaign.Beside {
        private final Path failing;
        private volatile boolean stopping;

        Trouble(Path failing) {
            this.failing = failing;
        }

        @Override
        public void stop() {
            stopping = true;
        }

        @Override
        public void run() {
            while (!stopping) {
                try {
                    Files.write(failing, new byte[0]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                LockSupport.parkNanos(BETWEEN_TROUBLES_NANOS);
            }
        }
    }
}
