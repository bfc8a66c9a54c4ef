package io.signalbox.validate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.signalbox.snmp.Nearest;

/** Is every setting of a route read by somebody? One that is misspelt would be without effect, and nothing would say so. */
final class UnusedSettings implements Rule {
    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> read = new TreeSet<>();
        routes.files.forEach(file -> names(file, read));
        routes.kamelets.values().forEach(kamelet -> names(kamelet.part(), read));
        Set<String> prefixes = routes.routes.stream().map(route -> route.name() + ".").collect(Collectors.toSet());
        int number = 0;
        for (String line : routes.settings.lines()) {
            number++;
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            int dot = name.indexOf('.') + 1;
            if (prefixes.contains(name.substring(0, dot)) && !read.contains(name)) {
                doubt(name, dot, read, new Place(routes.settings.file(), number), found);
            }
        }
    }

    private record Place(String file, int line) {
    }

    /** Some are read by Java: what is near to nothing that the routes read is right, as far as is known here. */
    private static void doubt(String name, int dot, Set<String> read, Place place, Consumer<Finding> found) {
        Set<String> right = read.stream().filter(each -> each.startsWith(name.substring(0, dot)))
                .map(each -> each.substring(dot)).collect(Collectors.toCollection(TreeSet::new));
        String question = Nearest.question(name.substring(dot), right);
        if (!question.isEmpty()) {
            found.accept(new Finding(place.file(), place.line(), dot + 1, Finding.Level.WARNING, "unused-setting",
                    "nobody reads \"" + name + "\"" + question, "README.md#configuration"));
        }
    }

    private static void names(Part part, Set<String> names) {
        part.members().forEach(member -> names(member.value(), names));
        part.items().forEach(item -> names(item, names));
        if (part.text() != null) {
            Settings.placeholders(part.text()).forEach(placeholder -> names.add(placeholder.name()));
        }
    }
}
