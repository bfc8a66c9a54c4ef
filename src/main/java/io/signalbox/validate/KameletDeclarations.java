package io.signalbox.validate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Does a Kamelet declare what it uses, use what it declares, and say which of it is secret? */
final class KameletDeclarations implements Rule {
    private static final Pattern SECRET = Pattern
            .compile("(?i).*(password|passwd|secret|token|api-?key|license-?key|credential).*");
    private static final String HELP = "docs/validate.md#secrets";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Kamelet kamelet : routes.kamelets.values()) {
            Set<String> used = new HashSet<>();
            Part template = kamelet.part().at("spec", "template");
            if (template != null) {
                used(template, used);
            }
            Part declared = kamelet.part().at("spec", "definition", "properties");
            for (Part.Member property : declared == null ? List.<Part.Member>of() : declared.members()) {
                // One that is used by a wrong name is told there.
                if (template != null && known(kamelet, used) && !used.contains(property.name())) {
                    found.accept(property.key().warning("unused-property", "docs/backends.md",
                            "nothing in the template uses \""
                                    + property.name() + "\"; expected \"{{" + property.name()
                                    + "}}\" there, or no such property"));
                }
                String type = property.value().textAt("type");
                if (SECRET.matcher(property.name()).matches() && property.value().textAt("format") == null
                        && (type == null || type.equals("string"))) {
                    found.accept(property.key().warning("secret-shown", HELP, "\"" + property.name()
                            + "\" looks like a secret, and would be shown in logs and explanations; expected \"format: password\""));
                }
            }
        }
    }

    private static boolean known(Kamelet kamelet, Set<String> used) {
        Set<String> names = new HashSet<>(kamelet.properties().keySet());
        Part beans = kamelet.part().at("spec", "template", "beans");
        if (beans != null) {
            beans.items().forEach(bean -> names.add(bean.textAt("name")));
        }
        return used.stream().allMatch(name -> names.contains(name) || name.matches(".*[.].*|.*Id|uuid"));
    }

    private static void used(Part part, Set<String> used) {
        part.members().forEach(member -> used(member.value(), used));
        part.items().forEach(item -> used(item, used));
        if (part.text() != null) {
            Settings.placeholders(part.text()).forEach(placeholder -> used.add(placeholder.name()));
        }
    }
}
