package io.signalbox.validate;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.signalbox.snmp.Nearest;

/** Is all Java there that routes and Kamelets name: beans, classes, methods? */
final class Beans implements Rule {
    private static final String HELP = "docs/recipes.md#a-sink-of-your-own-in-java";
    private static final String NO_CLASS = "unknown-class";
    private static final String NO_METHOD = "unknown-method";
    /** A class may stand with what it is made by: {@code #class:io.example.Lamp#of('red')}. */
    private static final String MADE_BY = "[#(].*";

    private final AppClasses classes = AppClasses.find();
    private final Predicate<String> running;

    /** @param running whether the application that runs knows a bean of this name, though none of its own classes is that */
    Beans(Predicate<String> running) {
        this.running = running;
    }

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Map<String, String> made = new HashMap<>(classes.beans());
        routes.files.forEach(file -> file.items().forEach(item -> made(item.at("beans"), made, found)));
        routes.files.forEach(file -> new Look(made, Set.of(), routes.settings, found).at("file", file));
        routes.kamelets.values().forEach(kamelet -> {
            Map<String, String> own = new HashMap<>();
            Part template = kamelet.part().at("spec", "template");
            if (template != null) {
                made(template.at("beans"), own, found);
                Map<String, String> all = new HashMap<>(made);
                own.forEach((name, type) -> all.put("{{" + name + "}}", type));
                new Look(all, kamelet.properties().keySet(), null, found).at("template", template);
            }
        });
    }

    /** Notes what a list of beans makes, and says what of it can't be made. */
    private void made(Part beans, Map<String, String> made, Consumer<Finding> found) {
        for (Part bean : beans == null ? List.<Part>of() : beans.items()) {
            Part type = bean.at("type");
            Class<?> made1 = type == null || type.text() == null ? null : type(type, type.text(), found);
            boolean plain = bean.at("factoryMethod") == null && bean.at("factoryBean") == null
                    && bean.at("script") == null && bean.at("builderClass") == null;
            made.put(bean.textAt("name"), plain && made1 != null ? made1.getName() : null);
            if (made1 != null && bean.textAt("factoryBean") == null) {
                method(bean.at("factoryMethod"), made1, found);
            }
            if (made1 != null && plain && !Map.class.isAssignableFrom(made1)) {
                properties(bean.at("properties"), made1, found);
            }
        }
    }

    private Class<?> type(Part where, String text, Consumer<Finding> found) {
        String name = text.replaceFirst("^#(class|type):", "").replaceFirst(MADE_BY, "").strip();
        Class<?> type = name.contains("{{") || name.isEmpty() ? null : AppClasses.named(name);
        if (type == null && !name.contains("{{")) {
            found.accept(where.error(NO_CLASS, HELP, "there is no class \"" + name + "\""
                    + orElse(Nearest.question(name, classes.names()), "; expected its whole name, with the package")));
        }
        return type;
    }

    private static void method(Part where, Class<?> type, Consumer<Finding> found) {
        String name = where == null || where.text() == null ? "" : where.text().replaceFirst("\\(.*", "").strip();
        Set<String> methods = Stream.of(type.getMethods()).filter(each -> each.getDeclaringClass() != Object.class)
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        if (!name.isEmpty() && !name.contains("{{") && !name.contains("$") && !methods.contains(name)) {
            found.accept(where.error(NO_METHOD, HELP, type.getSimpleName() + " has no method \"" + name + "\""
                    + orElse(Nearest.question(name, methods), "; expected one of " + String.join(", ", methods))));
        }
    }

    private static void properties(Part properties, Class<?> type, Consumer<Finding> found) {
        Set<String> settable = Stream.of(type.getMethods()).map(Method::getName)
                .filter(name -> name.matches("set[A-Z].*"))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Part.Member each : properties == null ? List.<Part.Member>of() : properties.members()) {
            String plain = each.name().replace("-", "");
            if (!plain.matches(".*[.\\[].*") && settable.stream().noneMatch(plain::equalsIgnoreCase)) {
                found.accept(each.key().error("unknown-bean-property", HELP, type.getSimpleName()
                        + " has no property \"" + each.name() + "\""
                        + orElse(Nearest.question(each.name(), settable), "; expected one of " + settable)));
            }
        }
    }

    private static String orElse(String question, String otherwise) {
        return question.isEmpty() ? otherwise : question;
    }

    /**
     * Where in a file is Java named?
     *
     * @param known
     *            the class of each bean; null for what nobody knows
     * @param open
     *            placeholders of which only who uses the Kamelet knows what they stand for
     * @param settings
     *            what placeholders stand for, or null in a Kamelet
     */
    private final class Look {
        private final Map<String, String> known;
        private final Set<String> open;
        private final Settings settings;
        private final Consumer<Finding> found;

        Look(Map<String, String> known, Set<String> open, Settings settings, Consumer<Finding> found) {
            this.known = known;
            this.open = open;
            this.settings = settings;
            this.found = found;
        }

        void at(String name, Part part) {
            if (name.equals("process") || name.equals("bean")) {
                String type = bean(part.isMap() ? part.at("ref") : part);
                Part named = part.at("beanType");
                if (named != null && named.text() != null) {
                    type = classOf(named);
                }
                if (type != null && part.at("method") != null && AppClasses.named(type) != null) {
                    method(part.at("method"), AppClasses.named(type), found);
                }
            } else if (Endpoint.VERBS.contains(name)) {
                endpoint(Endpoint.of(name, part, settings, null));
            }
            for (Part.Member member : part.members()) {
                Part value = member.value();
                if (value.text() != null && value.text().startsWith("#bean:")) {
                    named(value, value.text().substring("#bean:".length()));
                } else if (!member.name().equals("beans")) {
                    at(member.name(), value);
                }
            }
            part.items().forEach(item -> at("-", item));
        }

        private void endpoint(Endpoint endpoint) {
            if (endpoint != null && endpoint.scheme().equals("bean") && !endpoint.isDynamic()) {
                named(endpoint.uri(), endpoint.rest());
            } else if (endpoint != null && endpoint.scheme().equals("class")) {
                type(endpoint.uri(), endpoint.rest(), found);
            }
        }

        private String classOf(Part part) {
            Class<?> type = type(part, part.text(), found);
            return type == null ? null : type.getName();
        }

        /** The class of a bean, where it is known. */
        private String bean(Part ref) {
            if (ref == null || ref.text() == null || ref.isEmpty()) {
                return null;
            }
            return ref.text().matches("#(class|type):.*")
                    ? classOf(ref)
                    : named(ref, ref.text().replaceFirst("^#(bean:)?", ""));
        }

        private String named(Part where, String written) {
            String name = settings == null ? written : settings.resolve(written);
            String bare = written.replaceAll("[{}?]", "").replaceFirst(":.*", "");
            boolean unsaid = name == null || name.contains("{{") && (open.contains(bare) || settings != null);
            // What a Kamelet has not at all is told where its placeholders are looked at.
            if (!unsaid && !known.containsKey(name) && !name.contains("{{") && !classes.beans().isEmpty()
                    && !running.test(name)) {
                found.accept(where.error("unknown-bean", HELP, "there is no bean \"" + name + "\""
                        + orElse(Nearest.question(name, known.keySet()),
                                "; expected one that a class has by @Named, or that \"beans\" makes")));
            }
            return name == null ? null : known.get(name);
        }
    }
}
