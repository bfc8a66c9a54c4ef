package io.signalbox.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.signalbox.snmp.Nearest;

/** Does everybody listen to a channel that somebody speaks on? */
final class ChannelNames implements Rule {
    private static final List<String> ALWAYS = List.of("logging", "monitoring", "alerting", "all");
    private static final List<String> VERDICTS = List.of("retry", "overflow", "dead-letters", "commit");
    private static final String HELP = "docs/validate.md#bus";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> spoken = new LinkedHashSet<>(ALWAYS);
        Set<String> heard = new LinkedHashSet<>(ALWAYS);
        List<Endpoint> endpoints = routes.endpoints("bus");
        endpoints.forEach(endpoint -> (endpoint.isConsumer() ? heard : spoken).addAll(channels(endpoint)));
        spoken.removeAll(VERDICTS);
        for (Endpoint endpoint : endpoints) {
            List<String> channels = channels(endpoint);
            if (channels.isEmpty()) {
                found.accept(endpoint.uri().error("unknown-channel", HELP,
                        "bus: names no channel; expected bus:logging, or several as bus:logging,monitoring"));
            }
            for (String channel : channels) {
                if (endpoint.isConsumer() && !spoken.contains(channel)) {
                    found.accept(endpoint.uri().error("unknown-channel", HELP, "no route puts events on the channel \""
                            + channel + "\"; expected one of " + String.join(", ", spoken)
                            + Nearest.question(channel, spoken)));
                } else if (!endpoint.isConsumer() && !VERDICTS.contains(channel) && !heard.contains(channel)) {
                    List<String> expected = new ArrayList<>(heard);
                    expected.addAll(VERDICTS);
                    found.accept(
                            endpoint.uri().warning("unheard-channel", HELP, "no backend subscribes to the channel \""
                                    + channel + "\"" + Nearest.question(channel, expected)));
                }
            }
        }
    }

    private static List<String> channels(Endpoint endpoint) {
        return List.of(endpoint.rest().split(",")).stream().map(String::strip).filter(word -> !word.isEmpty())
                .toList();
    }
}
