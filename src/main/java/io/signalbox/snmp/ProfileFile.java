package io.signalbox.snmp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.signalbox.event.Severity;

/** Which profile does a file describe, and what in it is wrong? The language is explained at the top of {@code routes/profiles/printer.yaml}. */
final class ProfileFile {
    private static final List<String> DEVICE_PLACES = List.of("id", "name", "host", "ip", "port", "model", "location",
            "department", "failures", "reason", "offline_seconds", "response_time_ms", "count");
    private static final List<String> WORDS = List.of("severity", "title", "message", "dedup", "subject", "data");

    private final List<Mistake> mistakes;
    private Asked asked;

    private ProfileFile(List<Mistake> mistakes) {
        this.mistakes = mistakes;
    }

    /** The profile, or null where something is wrong with it. */
    static Profile read(String file, String name, String text, List<Mistake> mistakes) {
        int before = mistakes.size();
        Yaml root = Yaml.read(file, text, mistakes);
        if (root == null) {
            if (mistakes.size() == before) {
                mistakes.add(new Mistake(file, 1, 1, "the file is empty; expected a profile"));
            }
            return null;
        }
        Profile profile = new ProfileFile(mistakes).profile(name, root);
        return mistakes.size() == before ? profile : null;
    }

    private Profile profile(String name, Yaml root) {
        var members = root.members("a profile", List.of("data", "unreachable", "values", "tables", "events", "jobs"));
        asked = new Asked(members.get("values"), members.get("tables"));
        Map<String, Template> data = templates(members.get("data"), "data", null);
        Rule unreachable = new Rule("unreachable", members.get("unreachable"), List.of("type", "end"));
        if (!members.containsKey("unreachable")) {
            root.mistake("a profile has no \"unreachable\"; expected what is said of a device that does not answer");
        }
        List<Profile.Rule> rules = new ArrayList<>();
        if (members.containsKey("events")) {
            Map<String, Yaml> events = members.get("events").members("events");
            events.forEach((rule, yaml) -> rules.add(new Rule(rule, yaml,
                    List.of("type", "end", "each", "when", "only", "unless", "atFirstSight")).rule(events.keySet())));
        }
        List<Profile.JobRule> jobs = new ArrayList<>();
        if (members.containsKey("jobs")) {
            members.get("jobs").members("jobs").forEach((job, yaml) -> jobs.add(job(job, yaml)));
        }
        return new Profile(name, data, unreachable.rule(Set.of()), asked.values(), asked.tables(), rules, jobs);
    }

    private Profile.JobRule job(String name, Yaml yaml) {
        var members = yaml.members("a job",
                List.of("counter", "begins", "goesOn", "stuckAfter", "completed", "failed"));
        String counter = required(members, "counter", yaml, "the name of a value that counts");
        if (counter != null && !asked.values().containsKey(counter)) {
            members.get("counter").mistake("there is no value \"" + counter + "\"; expected one of "
                    + String.join(", ", asked.values().keySet()) + Nearest.question(counter, asked.values().keySet()));
        }
        Yaml stuck = members.get("stuckAfter");
        String text = stuck == null ? "10m" : stuck.text("stuckAfter");
        Duration stuckAfter = stuck == null || text == null
                ? Duration.ofMinutes(10)
                : stuck.duration("stuckAfter", text, Duration.ofMillis(100));
        Set<String> more = Set.of("growth");
        return new Profile.JobRule(name, counter, conditions(members.get("begins"), null),
                conditions(members.get("goesOn"), null), stuckAfter,
                new Rule(name + "-completed", members.get("completed"), List.of("type"), more).rule(Set.of()),
                new Rule(name + "-failed", members.get("failed"), List.of("type"), more).rule(Set.of()));
    }

    private static String required(Map<String, Yaml> members, String field, Yaml parent, String expected) {
        if (members.containsKey(field)) {
            return members.get(field).text(field);
        }
        parent.mistake("there is no \"" + field + "\" here; expected " + expected);
        return null;
    }

    /** One of the tests in each item must hold, all those of an item together. */
    private List<Profile.All> conditions(Yaml yaml, String each) {
        List<Profile.All> conditions = new ArrayList<>();
        if (yaml != null) {
            for (Yaml item : yaml.items()) {
                Map<String, Test> tests = new LinkedHashMap<>();
                item.members("a condition").forEach((value, test) -> tests.put(value, test(value, test, each)));
                conditions.add(new Profile.All(tests));
            }
        }
        return List.copyOf(conditions);
    }

    private Test test(String value, Yaml yaml, String each) {
        Set<String> known = asked.names(each);
        if (!known.contains(value)) {
            yaml.mistake("there is no value \"" + value + "\"; expected one of " + String.join(", ", known)
                    + Nearest.question(value, known));
        }
        String text = yaml.text(value);
        Test test = text == null ? null : Test.parse(text);
        if (text != null && test == null) {
            yaml.mistake("\"" + text + "\" is no test; expected \"is A or B\", \"is not A\", \"has BIT\", "
                    + "\"below 10 until 15\", \"above 90 until 80\" or \"like up*\"");
        }
        List<String> words = test instanceof Test.Has has
                ? has.bits()
                : test instanceof Test.Is is ? is.words() : List.of();
        Set<String> possible = asked.words(value, each);
        for (String word : words) {
            if (!possible.isEmpty() && !possible.contains(word)) {
                yaml.mistake("\"" + value + "\" never says \"" + word + "\"; expected one of "
                        + String.join(", ", possible) + Nearest.question(word, possible));
            }
        }
        return test;
    }

    private Map<String, Template> templates(Yaml yaml, String what, Set<String> places) {
        Map<String, Template> templates = new LinkedHashMap<>();
        if (yaml != null) {
            yaml.members(what).forEach((field, text) -> {
                Template template = template(text, field, places);
                if (template != null) {
                    templates.put(field, template);
                }
            });
        }
        return templates;
    }

    private Template template(Yaml yaml, String what, Set<String> places) {
        String text = yaml == null ? null : yaml.text(what);
        if (text == null) {
            return null;
        }
        Template template = new Template(text);
        Set<String> known = new LinkedHashSet<>(DEVICE_PLACES);
        known.addAll(places == null ? asked.names(null) : places);
        for (String place : template.places()) {
            if (!known.contains(place)) {
                yaml.mistake("nothing is known for \"{" + place + "}\"; expected one of " + String.join(", ", known)
                        + Nearest.question(place, known));
            }
        }
        return template;
    }

    /** What a rule says: when it holds, and its words. */
    private final class Rule {
        private final String name;
        private final Map<String, Yaml> members;
        private final Yaml yaml;
        private final Set<String> more;

        Rule(String name, Yaml yaml, List<String> fields) {
            this(name, yaml, fields, Set.of());
        }

        Rule(String name, Yaml yaml, List<String> fields, Set<String> more) {
            List<String> all = new ArrayList<>(fields);
            all.addAll(WORDS);
            this.name = name;
            this.yaml = yaml;
            this.more = more;
            this.members = yaml == null ? Map.of() : yaml.members("\"" + name + "\"", all);
        }

        Profile.Rule rule(Set<String> others) {
            if (yaml == null || !yaml.isMap()) {
                return null;
            }
            String type = required(members, "type", yaml, "the type of its events, such as printer.jam");
            String each = text("each");
            if (each != null && !asked.tables().containsKey(each)) {
                members.get("each").mistake("there is no table \"" + each + "\"; expected one of "
                        + String.join(", ", asked.tables().keySet()) + Nearest.question(each, asked.tables().keySet()));
                each = null;
            }
            Set<String> unless = unless(others);
            String first = text("atFirstSight");
            if (first != null && !List.of("report", "silent").contains(first)) {
                members.get("atFirstSight").mistake("atFirstSight is \"" + first + "\"; expected report or silent");
            }
            if (!others.isEmpty() && !members.containsKey("when")) {
                yaml.mistake("\"" + name + "\" has no \"when\"; expected the tests that tell when it holds");
            }
            String severity = text("severity");
            if (severity != null && Severity.of(severity).isEmpty()) {
                members.get("severity").mistake(
                        "severity is \"" + severity + "\"; expected debug, info, warning, error or critical");
            }
            Words words = new Words(each);
            return new Profile.Rule(name, type, end(), severity, each, conditions(members.get("when"), each),
                    conditions(members.get("only"), each), unless, "silent".equals(first), words.of(members),
                    words.of(endMembers()));
        }

        private Set<String> unless(Set<String> others) {
            Set<String> unless = new LinkedHashSet<>();
            for (Yaml yaml : members.containsKey("unless") ? members.get("unless").items() : List.<Yaml>of()) {
                String other = yaml.text("unless");
                if (other != null && !others.contains(other)) {
                    yaml.mistake("there is no event \"" + other + "\"; expected one of " + String.join(", ", others)
                            + Nearest.question(other, others));
                }
                unless.add(other);
            }
            return unless;
        }

        private String text(String field) {
            return members.containsKey(field) ? members.get(field).text(field) : null;
        }

        private String end() {
            Map<String, Yaml> end = endMembers();
            return end.containsKey("type") ? end.get("type").text("type") : null;
        }

        private Map<String, Yaml> endMembers() {
            return members.containsKey("end")
                    ? members.get("end").members("end", List.of("type", "title", "message", "data"))
                    : Map.of();
        }

        private final class Words {
            private final Set<String> places;

            Words(String each) {
                places = new LinkedHashSet<>(asked.names(each));
                places.addAll(more);
                if (each != null) {
                    places.addAll(List.of("index", "label"));
                }
            }

            Profile.Words of(Map<String, Yaml> words) {
                return new Profile.Words(template(words.get("title"), "title", places),
                        template(words.get("message"), "message", places),
                        template(words.get("dedup"), "dedup", places),
                        template(words.get("subject"), "subject", places),
                        templates(words.get("data"), "data", places));
            }
        }
    }
}
