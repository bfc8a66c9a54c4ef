package io.signalbox.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Bus;
import io.signalbox.bus.DryDelivery;
import io.signalbox.bus.DryDelivery.Fate;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Outcome;
import io.signalbox.event.Event;
import io.signalbox.reload.RouteFiles;
import io.signalbox.snmp.Nearest;

/** What happens in one test? */
final class CaseTrial {
    /** The route by which a sink is tested. */
    private static final String SINK_ROUTE = "verify-sink";
    /** The address of the backend that a test plays. */
    private static final String SERVER = "http://backend.example";
    private static final String OTHERS = "others";
    /** More than a test holds: what is given as a list is one batch. */
    private static final int WHOLE_BATCH = 10_000;

    private final TestCase one;
    private final RouteTexts texts;
    private final TestedRoutes routes;
    private final Bus bus;
    private final BooleanSupplier again;

    CaseTrial(TestCase one, RouteTexts texts, TestedRoutes routes) {
        this.one = one;
        this.texts = texts;
        this.routes = routes;
        this.bus = routes.bus();
        this.again = routes.outside()::hasMore;
    }

    Observed run() throws Exception {
        routes.begin(settings(), one.sink() != null || one.backend() != null);
        if (one.sink() != null) {
            known(one.sink(), texts.sinks().keySet(), "there is no sink");
            List<String> properties = new ArrayList<>();
            texts.sinks().get(one.sink()).fieldNames().forEachRemaining(properties::add);
            one.with().keySet().forEach(name -> known(name, properties, one.sink() + " has no property"));
            load(SINK_ROUTE + RouteFiles.ROUTES, sinkRoute(), false);
            return delivered(routes.backend(SINK_ROUTE), TestedRoutes.entries(one.before(), 1),
                    TestedRoutes.entries(one.given(), one.before().size() + 1L));
        }
        for (Path file : texts.corridor()) {
            load(file.toString(), texts.text(file), true);
        }
        List<Entry> before = new ArrayList<>();
        for (Event event : one.before()) {
            before.addAll(routes.route(List.of(event), bus));
        }
        List<Entry> given = routes.route(one.given(), bus);
        if (one.backend() == null) {
            return new Observed(channels(given), told(given), List.of(), List.of());
        }
        Observed observed = delivered(backend(one.backend()), before, given);
        return new Observed(channels(given), told(given), observed.fates(), observed.requests());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        one.with().forEach((name, value) -> settings.put(one.sink() == null ? name : SINK_ROUTE + "." + name,
                value.replace("$server", SERVER)));
        return settings;
    }

    private String sinkRoute() {
        String route = """
                - route:
                    id: %s
                    from:
                      uri: bus:all
                      parameters:
                        batchSize: %d
                      steps:
                        - to:
                            uri: kamelet:%s
                """.formatted(SINK_ROUTE, one.batch() ? WHOLE_BATCH : 1, one.sink());
        // As in a backend's route: a value goes to the Kamelet as it is, whatever characters it has.
        String parameters = one.with().keySet().stream()
                .map(name -> " ".repeat(14) + name + ": \"RAW({{" + SINK_ROUTE + "." + name + "}})\"\n")
                .collect(Collectors.joining());
        return one.with().isEmpty() ? route : route + " ".repeat(12) + "parameters:\n" + parameters;
    }

    private Observed delivered(Backend backend, List<Entry> before, List<Entry> given) {
        DryDelivery delivery = routes.delivery(backend, bus);
        routes.outside().begin(one.usual());
        for (Entry entry : before) {
            delivery.deliver(passing(backend, List.of(entry)), again);
        }
        routes.outside().begin(one.replies() == null ? one.usual() : one.replies());
        Map<Long, Fate> fates = new LinkedHashMap<>();
        for (Entry entry : given) {
            fates.put(entry.seq(), new Fate(entry.event(), Outcome.FILTERED, 0, backend.refusal(entry), null));
        }
        List<Entry> passing = passing(backend, given);
        List<Fate> tried = delivery.deliver(passing, again);
        for (int place = 0; place < passing.size(); place++) {
            fates.put(passing.get(place).seq(), tried.get(place));
        }
        delivery.turn(again);
        return new Observed(List.of(), Map.of(), List.copyOf(fates.values()), routes.outside().requests());
    }

    private static List<Entry> passing(Backend backend, List<Entry> entries) {
        return entries.stream().filter(entry -> backend.refusal(entry) == null).toList();
    }

    private List<List<String>> channels(List<Entry> given) {
        return given.stream().map(routes::channels).toList();
    }

    /** Whether backends are told: an event passes their subscription, and their steps do not leave it out. */
    private Map<String, String> told(List<Entry> given) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String name : asked()) {
            Backend backend = backend(name);
            List<Entry> passing = passing(backend, given);
            if (passing.isEmpty()) {
                told.put(name, backend.refusal(given.get(0)));
                continue;
            }
            routes.outside().begin(one.usual());
            List<Fate> fates = routes.delivery(backend, routes.bus()).deliver(passing, again);
            boolean silent = routes.outside().requests().isEmpty()
                    && fates.stream().allMatch(fate -> fate.outcome().equals(Outcome.DELIVERED));
            told.put(name, silent ? "its steps send nothing" : null);
        }
        return told;
    }

    private Set<String> asked() {
        Set<String> asked = new LinkedHashSet<>();
        one.expect().path("backends").forEach(each -> asked.add(each.asText()));
        JsonNode not = one.expect().path("notBackends");
        if (not.asText().equals(OTHERS)) {
            asked.addAll(texts.backends().keySet());
        }
        not.forEach(each -> asked.add(each.asText()));
        return asked;
    }

    private Backend backend(String name) {
        known(name, texts.backends().keySet(), "there is no backend");
        Path file = texts.backends().get(name);
        load(file.toString(), texts.text(file), false);
        return routes.backend(name);
    }

    private static void known(String name, Collection<String> names, String otherwise) {
        if (!names.contains(name)) {
            throw new IllegalStateException(otherwise + " \"" + name + "\"" + Nearest.question(name, names));
        }
    }

    private void load(String file, String text, boolean kept) {
        routes.load(file, text, kept);
        if (routes.failure(file) != null) {
            throw new IllegalStateException((one.sink() == null ? file : one.sink()) + " can't be started: "
                    + routes.failure(file));
        }
    }
}
