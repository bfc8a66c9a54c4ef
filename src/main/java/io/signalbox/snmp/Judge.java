package io.signalbox.snmp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.signalbox.snmp.DeviceState.Open;
import io.signalbox.snmp.Reading.Row;

/** What does a poll's outcome mean: which problems begin, which end, and what is to be remembered? */
final class Judge {
    private final EventWords words;

    Judge(EventWords words) {
        this.words = words;
    }

    /**
     * @param state
     *            what is known now
     * @param events
     *            what is to be told, in this order
     */
    record Verdict(DeviceState state, List<Map<String, Object>> events) {
    }

    Verdict judge(Device device, Profile profile, DeviceState state, Outcome outcome, Instant now) {
        Sitting sitting = new Sitting(device, profile, state, now);
        if (outcome instanceof Outcome.Answer answer) {
            sitting.answered(answer);
        } else if (outcome instanceof Outcome.Silence silence) {
            sitting.silent(silence);
        }
        return sitting.verdict();
    }

    /** A device that is polled no more: nothing will ever end its problems, so they end now. */
    Verdict dismiss(Device device, Profile profile, DeviceState state, Instant now) {
        Sitting sitting = new Sitting(device, profile, state, now);
        List.copyOf(sitting.open.keySet()).forEach(key -> sitting.drop(key, "no longer polled"));
        return sitting.verdict();
    }

    /** One outcome under judgement. */
    private final class Sitting {
        private final Device device;
        private final Profile profile;
        private final DeviceState before;
        private final Instant now;
        private final Map<String, Open> open;
        private final Map<String, DeviceState.Job> jobs;
        private final Set<String> seen;
        private final Map<String, String> known;
        private final List<Map<String, Object>> events = new ArrayList<>();
        private final Map<String, Object> extras = new LinkedHashMap<>();
        private int failures;
        private Instant failingSince;
        private long count;
        private Reading reading;

        Sitting(Device device, Profile profile, DeviceState state, Instant now) {
            this.device = device;
            this.profile = profile;
            this.before = state;
            this.now = now;
            open = new LinkedHashMap<>(state.open());
            jobs = new LinkedHashMap<>(state.jobs());
            seen = new LinkedHashSet<>(state.seen());
            known = new LinkedHashMap<>(state.known());
            failures = state.failures();
            failingSince = state.failingSince();
            count = state.count();
        }

        Verdict verdict() {
            DeviceState after = new DeviceState(failures, failingSince, count, open, jobs, known, seen);
            return new Verdict(after.equals(before) ? before : after, events);
        }

        void silent(Outcome.Silence silence) {
            if (open.containsKey(DeviceState.UNREACHABLE)) {
                return;
            }
            failingSince = failures == 0 ? silence.asked() : failingSince;
            failures++;
            if (failures >= device.failuresUntilOffline()) {
                extras.put("failures", failures);
                extras.put("reason", silence.reason());
                begin(DeviceState.UNREACHABLE, profile.unreachable(), null);
            }
        }

        void answered(Outcome.Answer answer) {
            reading = answer.reading();
            extras.put("ip", answer.address());
            extras.put("response_time_ms", answer.took().toMillis());
            if (open.containsKey(DeviceState.UNREACHABLE)) {
                extras.put("offline_seconds", Duration.between(failingSince, now).toSeconds());
                extras.put("failures", failures);
                end(DeviceState.UNREACHABLE, profile.unreachable(), null);
            }
            failures = 0;
            failingSince = null;
            known.put("ip", answer.address());
            if (reading != null) {
                remember();
                profile.rules().stream().filter(rule -> rule.unless().isEmpty()).forEach(this::rule);
                profile.rules().stream().filter(rule -> !rule.unless().isEmpty()).forEach(this::rule);
                profile.jobs().forEach(this::job);
                forgotten();
            }
        }

        /** The values that every event carries, so that they are known when the device is silent. */
        private void remember() {
            for (Template template : profile.data().values()) {
                for (String place : template.places()) {
                    if (reading.values().containsKey(place)) {
                        known.put(place, reading.values().get(place).toString());
                    }
                }
            }
        }

        private void rule(Profile.Rule rule) {
            if (rule.each() == null) {
                judge(rule.name(), rule, null);
                return;
            }
            List<Row> rows = reading.tables().get(rule.each());
            if (rows == null) {
                return;
            }
            Set<String> gone = new LinkedHashSet<>();
            open.forEach((key, it) -> {
                if (it.rule().equals(rule.name())) {
                    gone.add(key);
                }
            });
            for (Row row : rows) {
                gone.remove(rule.name() + '|' + row.key());
                judge(rule.name() + '|' + row.key(), rule, row);
            }
            gone.forEach(key -> drop(key, "no longer there"));
        }

        private void judge(String key, Profile.Rule rule, Row row) {
            boolean held = open.containsKey(key);
            Boolean holds = Conditions.any(rule.when(), reading, row, held);
            if (!rule.only().isEmpty() && Boolean.FALSE.equals(Conditions.any(rule.only(), reading, row, held))
                    || open.values().stream().anyMatch(it -> rule.unless().contains(it.rule()))) {
                holds = false;
            }
            if (holds == null) {
                return;
            }
            boolean first = rule.silentAtFirst() && seen.add(key);
            if (holds && !held && first) {
                open.put(key, new Open(rule.name(), rule.type(), "", "", now, true));
            } else if (holds && !held) {
                begin(key, rule, row);
            } else if (!holds && held) {
                end(key, rule, row);
            }
        }

        private void job(Profile.JobRule rule) {
            if (!(reading.values().get(rule.value()) instanceof Long pages)) {
                return;
            }
            JobWatch.Step step = JobWatch.step(rule, jobs.get(rule.name()), pages,
                    Boolean.TRUE.equals(Conditions.any(rule.begins(), reading, null, true)),
                    Boolean.TRUE.equals(Conditions.any(rule.goesOn(), reading, null, true)), now);
            jobs.put(rule.name(), step.job());
            if (step.says() != null) {
                extras.put("growth", step.growth());
                count++;
                events.add(words.begin(scene(null), step.says()));
                extras.remove("growth");
            }
        }

        /** Problems by rules that the profile no longer has. */
        private void forgotten() {
            Set<String> names = new LinkedHashSet<>(List.of(DeviceState.UNREACHABLE));
            profile.rules().forEach(rule -> names.add(rule.name()));
            List<String> keys = open.entrySet().stream().filter(it -> !names.contains(it.getValue().rule()))
                    .map(Map.Entry::getKey).toList();
            keys.forEach(key -> drop(key, "no longer asked for"));
        }

        private void begin(String key, Profile.Rule rule, Row row) {
            count++;
            Map<String, Object> event = words.begin(scene(row), rule);
            open.put(key, new Open(rule.name(), rule.type(), (String) event.get("dedupkey"),
                    (String) event.get("subject"), now, false));
            events.add(event);
        }

        private void end(String key, Profile.Rule rule, Row row) {
            Open ended = open.remove(key);
            if (!ended.silent()) {
                count++;
                events.add(words.end(scene(row), rule, ended));
            }
        }

        private void drop(String key, String reason) {
            Open ended = open.remove(key);
            if (!ended.silent()) {
                count++;
                extras.put("reason", reason);
                events.add(words.drop(scene(null), ended, reason));
            }
        }

        private EventWords.Scene scene(Row row) {
            return new EventWords.Scene(device, profile, reading, known, row, Map.copyOf(extras), count, now);
        }
    }
}
