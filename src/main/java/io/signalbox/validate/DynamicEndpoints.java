package io.signalbox.validate;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Does no event say where it is sent? An address that is made of an event's data lets whoever may post one reach any host from here. Where
 * that is wanted, and what the address is made of is known to be harmless, the step's description begins with {@code trusted:} and says why.
 */
final class DynamicEndpoints implements Rule {
    private static final Set<String> STEPS = Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "enrich",
            "pollEnrich", "wireTap", "poll");
    private static final Set<String> HEADERS = Set.of("camelhttpuri", "camelhttppath", "camelhttpbaseuri",
            "camelfilename", "cameloverrulefilename", "camelkafkaoverridetopic");
    private static final String HELP = "docs/validate.md#dynamic-endpoints";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> check(file, found));
        routes.kamelets.values().forEach(kamelet -> check(kamelet.part(), found));
    }

    private void check(Part part, Consumer<Finding> found) {
        for (Part.Member member : part.members()) {
            if (STEPS.contains(member.name()) && isFedByData(member.value()) && !isTrusted(member.value())) {
                found.accept(member.key().error("dynamic-endpoint", HELP, member.name()
                        + " goes where the event's data says; expected a fixed address, or a description that begins with \"trusted:\" and says why"));
            }
            if ("setHeader".equals(member.name()) && isAddress(member.value()) && isFedByData(member.value())
                    && !isTrusted(member.value())) {
                found.accept(member.key().error("dynamic-endpoint", HELP, "the header "
                        + member.value().textAt("name")
                        + " sends an event where its data says; expected a fixed address, or a description that begins with \"trusted:\" and says why"));
            }
            if (!"parameters".equals(member.name())) {
                check(member.value(), found);
            }
        }
        part.items().forEach(item -> check(item, found));
    }

    private static boolean isAddress(Part header) {
        String name = header.textAt("name");
        return name != null && HEADERS.contains(name.toLowerCase());
    }

    private static boolean isTrusted(Part step) {
        String description = step.textAt("description");
        return description != null && description.strip().startsWith("trusted:")
                && !description.strip().equals("trusted:");
    }

    /** Whether there is an expression in it that is more than a constant. */
    private static boolean isFedByData(Part step) {
        if (step.text() != null) {
            return step.text().contains("${");
        }
        for (Part.Member member : step.members()) {
            boolean fed = switch (member.name()) {
                case "uri", "simple", "expression" -> isFedByData(member.value());
                case "header", "exchangeProperty", "variable", "jsonpath", "jq", "method", "xpath", "tokenize",
                        "language", "groovy", "ref" ->
                    true;
                default -> false;
            };
            if (fed) {
                return true;
            }
        }
        return false;
    }
}
