package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** Nothing accepted is lost, whichever instruction is the last. */
class OracleKillIT {
    /** Those that a light Signalbox does not pass, or not within a second. */
    private static final Set<KillPoint> ELSEWHERE = EnumSet.of(KillPoint.ID_RUN, KillPoint.RELOAD);
    private static final int CAMPAIGNS = 4;
    private static final int AT_EACH_POINT = 2;
    private static final int AT_ANY_MOMENT = 16;

    @TempDir
    private Path folder;

    @Test
    void nothingAcceptedIsLostAndNothingIsOutOfOrderWhereverItIsKilled() throws Exception {
        AgentJar agent = AgentJar.killing(folder);
        Summary summary = new Summary("kills of a light Signalbox");
        try {
            Campaigns.run(Schedule.ofThisRun(), CAMPAIGNS, seed -> campaign(agent, seed, summary));
        } finally {
            summary.print();
        }
        assertThat(summary.get("kills")).isGreaterThanOrEqualTo(190);
    }

    private void campaign(AgentJar agent, long seed, Summary summary) throws Exception {
        try (LightCampaign campaign = LightCampaign.ofAllManners(folder.resolve("seed-" + seed), agent, seed)) {
            int kills = campaign.kill(points(seed));
            List<String> findings = campaign.judge();
            summary.add("kills", kills);
            summary.add("events accepted", campaign.ledger.accepted().size());
            summary.add("requests unanswered", campaign.ledger.unanswered.get());
            summary.add("duplicates delivered", campaign.duplicates());
            assertThat(findings).as("%s", campaign).isEmpty();
        }
    }

    private static List<KillPoint> points(long seed) {
        List<KillPoint> points = new ArrayList<>(Collections.nCopies(AT_ANY_MOMENT, null));
        for (KillPoint point : KillPoint.values()) {
            if (!ELSEWHERE.contains(point) && !OracleAgainIT.POINTS.contains(point)) {
                points.addAll(Collections.nCopies(AT_EACH_POINT, point));
            }
        }
        Collections.shuffle(points, new Random(seed));
        return points;
    }
}
