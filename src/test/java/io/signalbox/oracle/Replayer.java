package io.signalbox.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

import com.fasterxml.jackson.databind.JsonNode;

/** Who asks again and again for what a backend has refused, and for all that it has got? Each answered request is owed in full. */
final class Replayer implements LightCampaign.Beside {
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int EVERY_SPAN = 6;

    private final String name;
    private final LineBackend backend;
    private final Door door;
    private final Set<Long> owed = new HashSet<>();
    private volatile boolean stopping;

    Replayer(String name, LineBackend backend, Door door) {
        this.name = name;
        this.backend = backend;
        this.door = door;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        for (int asked = 0; !stopping; asked++) {
            try {
                if (running().isEmpty()) {
                    ask(asked % EVERY_SPAN == 0 ? "span" : "letters");
                }
            } catch (IOException e) {
                // It was killed.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void ask(String what) throws IOException {
        long number = door.ask("/" + what + "/" + name).path("number").asLong();
        if (number > 0) {
            owed.add(number);
        }
    }

    private List<JsonNode> replays() throws IOException {
        List<JsonNode> replays = new ArrayList<>();
        door.get("/replays/" + name).path("replays").forEach(replays::add);
        return replays;
    }

    private List<JsonNode> running() throws IOException {
        return replays().stream().filter(replay -> replay.path("state").asText().equals("RUNNING")).toList();
    }

    /** How many it was promised. */
    int owed() {
        return owed.size();
    }

    /** Asks for what was refused once more, waits for the end of it, and says what is missing. */
    List<String> findings(Ledger ledger) throws IOException {
        Awaitility.await().atMost(LightCampaign.PATIENCE).until(() -> running().isEmpty());
        ask("letters");
        Awaitility.await().atMost(LightCampaign.PATIENCE).until(() -> running().isEmpty());
        List<String> findings = new ArrayList<>();
        Set<Long> lost = new HashSet<>(owed);
        JsonNode places = door.get("/places").path("events");
        Set<String> got = backend.replayed.ids();
        for (JsonNode replay : replays()) {
            lost.remove(replay.path("number").asLong());
            if (!replay.path("state").asText().equals("FINISHED")) {
                findings.add("not finished: " + replay);
            }
            for (JsonNode place : places) {
                String id = place.path("id").asText();
                long seq = place.path("seq").asLong();
                boolean asked = seq >= replay.path("first").asLong() && seq < replay.path("end").asLong();
                if (asked && ledger.wasSent(id) && !got.contains(id)) {
                    findings.add(id + " is missing from " + replay);
                }
            }
        }
        lost.forEach(number -> findings.add("replay " + number + " was promised, and is not known"));
        ledger.accepted().stream().filter(id -> Id.of(id).doomed() && !got.contains(id))
                .forEach(id -> findings.add(id + " was refused, and is not sent again"));
        return findings;
    }
}
