package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.journal.Troubles;
import io.signalbox.oracle.kill.AgentJar;

/**
 * What does a damaged journal cost? It starts and goes on with what is whole; what it has lost it names, place by place; and everything that
 * it does not name arrives.
 */
class OracleDamageIT {
    private static final int SOME = 150;
    private static final String FILE = "journal.db";

    @TempDir
    private Path folder;
    private final Summary summary = new Summary("damaged journals");

    @Test
    void whateverIsDamagedItStartsAndWhatDoesNotArriveIsNamed() throws Exception {
        AgentJar agent = AgentJar.killing(folder);
        try {
            Campaigns.run(Schedule.ofThisRun(), 1, seed -> campaign(agent, seed));
        } finally {
            summary.print();
        }
        assertThat(summary.get("damages")).isGreaterThanOrEqualTo(Damage.values().length);
    }

    private void campaign(AgentJar agent, long seed) throws Exception {
        try (LightCampaign campaign = LightCampaign.ofAllManners(folder.resolve("seed-" + seed), agent, seed)) {
            Damages damages = new Damages(campaign, new Random(seed));
            summary.add("damages", campaign.kill(Damage.values().length + 1, damages::strike, damages::recover) - 1);
            damages.look();
            List<String> findings = campaign.judge();
            summary.add("events accepted", campaign.ledger.accepted().size());
            summary.add("events named as lost", campaign.ledger.damaged());
            assertThat(damages.findings).as("%s", campaign).isEmpty();
            assertThat(findings).as("%s", campaign).isEmpty();
        }
    }

    /** One damage after another to the same journal. */
    private static final class Damages {
        private final LightCampaign campaign;
        private final Random random;
        private final Path file;
        private final Map<Damage, String> findings = new TreeMap<>();
        private Troubles.Contents before;
        private Damage damage;

        Damages(LightCampaign campaign, Random random) {
            this.campaign = campaign;
            this.random = random;
            this.file = campaign.data().resolve(FILE);
        }

        /** Before a start. */
        void strike() throws Exception {
            look();
            Damage next = Arrays.stream(Damage.values())
                    .filter(each -> damage == null || each.compareTo(damage) > 0).findFirst().orElse(null);
            if (!Files.exists(file) || next == null) {
                return;
            }
            damage = next;
            before = Troubles.contents(campaign.data());
            if (!damage.ofTheLog) {
                Troubles.home(campaign.data());
            }
            Path kept = Files.copy(file, folder(damage));
            damage.strike(file, random);
            Files.move(kept, Damage.earlier(file), StandardCopyOption.REPLACE_EXISTING);
        }

        private Path folder(Damage damage) {
            return campaign.data().resolve("before-" + damage);
        }

        /** After a start: all that can be delivered is, and then something waits again. */
        void recover() throws Exception {
            campaign.sleep(false);
            if (before != null && !before.ids().isEmpty()) {
                long end = before.ids().lastKey();
                Awaitility.await("after " + damage + " everything is delivered, or named")
                        .atMost(LightCampaign.PATIENCE)
                        .until(() -> campaign.door.get("/").path("slowest").asLong() > end);
            }
            // Who asks for them comes across what is damaged there.
            Awaitility.await("after " + damage + " all dead letters can be read").atMost(LightCampaign.PATIENCE)
                    .ignoreExceptions().until(() -> campaign.deadLetters() != null);
            campaign.sleep(true);
            someMore();
            if (random.nextBoolean()) {
                // As when it has just been done: the log stays as it was.
                Troubles.homeBesideOthers(campaign.data());
                if (random.nextBoolean()) {
                    someMore();
                }
            }
        }

        private void someMore() {
            int accepted = campaign.ledger.accepted().size();
            Awaitility.await().atMost(LightCampaign.PATIENCE)
                    .until(() -> campaign.ledger.accepted().size() > accepted + SOME);
        }

        /** What did the damage cost? */
        void look() throws Exception {
            if (before == null) {
                return;
            }
            Troubles.Contents after = Troubles.contents(campaign.data());
            List<String> lost = before.ids().entrySet().stream().filter(each -> isMissing(after, each.getKey()))
                    .map(Map.Entry::getValue).toList();
            Map<String, Map<String, String>> letters = new HashMap<>();
            before.deadLetters().forEach((name, reasons) -> {
                Map<String, String> gone = new HashMap<>(reasons);
                gone.keySet().removeAll(after.deadLetters().getOrDefault(name, Map.of()).keySet());
                letters.put(name, gone);
            });
            long lettersLost = letters.values().stream().map(Map::size).mapToInt(Integer::intValue).sum();
            if (damage.atMost == Damage.Loss.NOTHING && (lettersLost > 0 || !lost.isEmpty())) {
                findings.put(damage, lost.size() + " events and " + lettersLost + " dead letters are lost");
            } else if (damage.atMost == Damage.Loss.SOME && lost.size() == before.ids().size()) {
                findings.put(damage, "all " + lost.size() + " events are lost");
            }
            campaign.ledger.damaged(lost);
            // Of a commit that nobody was told of nothing need be left, until somebody puts back a copy that has it.
            campaign.ledger.vanished(before.ids().entrySet().stream()
                    .filter(each -> !each.getValue().equals(after.ids().get(each.getKey()))).map(Map.Entry::getValue)
                    .toList());
            campaign.lost(letters, before.ids().size());
            before = null;
        }

        private static boolean isMissing(Troubles.Contents contents, long place) {
            Map.Entry<Long, Long> range = contents.missing().floorEntry(place);
            return range != null && place < range.getValue();
        }
    }
}
