package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.oracle.PackagedCampaign.Blow;
import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillPoint;

/** Nothing accepted is lost by the application as it is shipped, over HTTP, syslog and SMTP and into files. */
class OraclePackagedIT {
    @TempDir
    private Path folder;

    @Test
    void nothingAcceptedIsLostWhenItIsKilledAndStoppedAndRoutesAreSaved() throws Exception {
        AgentJar agent = AgentJar.killing(folder);
        Schedule schedule = Schedule.ofThisRun();
        Summary summary = new Summary("kills of the packaged Signalbox");
        try {
            do {
                long seed = schedule.seed();
                try (PackagedCampaign campaign = new PackagedCampaign(folder.resolve("seed-" + seed), agent, seed)) {
                    campaign.strike(blows(seed));
                    List<String> findings = campaign.judge();
                    summary.add("kills", campaign.kills());
                    summary.add("events accepted", campaign.ledger.accepted().size());
                    summary.add("requests unanswered", campaign.ledger.unanswered.get());
                    summary.add("mails deferred by the grey list", campaign.deferred());
                    assertThat(findings).as("%s", campaign).isEmpty();
                }
            } while (schedule.goesOn());
        } finally {
            summary.print();
        }
        assertThat(summary.get("kills")).isGreaterThanOrEqualTo(18);
    }

    private static List<Object> blows(long seed) {
        List<Object> blows = new ArrayList<>(Collections.nCopies(5, Blow.KILL));
        blows.addAll(Collections.nCopies(3, Blow.STOP));
        blows.addAll(List.of(KillPoint.AFTER_PARSE, KillPoint.BEFORE_APPEND, KillPoint.DURING_BATCH,
                KillPoint.BEFORE_FSYNC, KillPoint.AFTER_FSYNC, KillPoint.MID_FAN_OUT, KillPoint.AFTER_ACCEPTANCE,
                KillPoint.BEFORE_CURSOR, KillPoint.CURSOR_WRITE, KillPoint.DEAD_LETTER, KillPoint.STOPPING,
                KillPoint.RELOAD, KillPoint.RELOAD));
        Collections.shuffle(blows, new Random(seed));
        return blows;
    }
}
