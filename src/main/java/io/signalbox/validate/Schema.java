package io.signalbox.validate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.snmp.Nearest;

/**
 * Does a part of a file look as its JSON Schema says? It knows what Camel's schema for YAML routes uses, and says what a person would: a
 * choice of thirty expressions that all don't fit is one missing name.
 */
final class Schema {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+([.]\\d+)?");
    private static final Set<String> WITHOUT_EXPRESSION = Set.of("sort", "expression", "language");

    private final JsonNode root;
    private final String rule;
    private final String help;

    private Schema(JsonNode root, String rule, String help) {
        this.root = root;
        this.rule = rule;
        this.help = help;
    }

    /** The schema that Camel's own release carries for its YAML routes. */
    static Schema ofRoutes() {
        return new Schema(resource("/schema/camelYamlDsl.json"), "camel-schema",
                "https://camel.apache.org/components/4.14.x/others/yaml-dsl.html");
    }

    static Schema ofKamelets() {
        return new Schema(resource("kamelet.json"), "kamelet-schema",
                "https://camel.apache.org/manual/kamelets/kamelet-spec.html");
    }

    static Schema ofTests() {
        return new Schema(resource("test.json"), "test-schema", "docs/verify.md");
    }

    static JsonNode resource(String name) {
        try (InputStream json = Schema.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(Part file, Consumer<Finding> found) {
        check(file, root, "the file", found);
    }

    /** Checks a part that is what stands under a name at the top of a file. */
    void check(Part part, String name, Consumer<Finding> found) {
        check(part, root.path("items").path("properties").path(name), name, found);
    }

    private void check(Part part, JsonNode schema, String name, Consumer<Finding> found) {
        Shape shape = Shape.of(root, schema);
        if (shape.types.isEmpty() && shape.properties.isEmpty()) {
            return;
        }
        if (part.isMap() && (shape.types.contains("object") || !shape.properties.isEmpty())) {
            map(part, shape, name, found);
        } else if (part.isList() && shape.types.contains("array")) {
            if (shape.items != null) {
                part.items().forEach(item -> check(item, shape.items, item(name), found));
            }
        } else if (part.text() == null || part.isEmpty() || !isText(part.text(), shape)) {
            String question = part.text() == null || shape.words.size() < 2
                    ? ""
                    : Nearest.question(part.text(), shape.words);
            found.accept(part.error(rule, help,
                    name + " is " + part.kind() + "; expected " + expected(shape) + question));
        }
    }

    private static String item(String list) {
        return switch (list) {
            case "steps" -> "a step";
            case "cases" -> "a case";
            case "the file" -> list;
            default -> "an item of " + list;
        };
    }

    private void map(Part part, Shape shape, String name, Consumer<Finding> found) {
        List<String> present = new ArrayList<>();
        StringBuilder questions = new StringBuilder();
        for (Part.Member member : part.members()) {
            present.add(member.name());
            JsonNode schema = shape.properties.get(member.name());
            if (schema != null) {
                check(member.value(), schema, member.name(), found);
            } else if (shape.others != null) {
                check(member.value(), shape.others, member.name(), found);
            } else if (shape.closed || shape.hasExpression()) {
                String question = question(part, member.name(), shape);
                questions.append(question);
                found.accept(member.key().error(rule, help, name + " has no \"" + member.name() + "\"" + question));
            }
        }
        if (shape.single && present.size() > 1) {
            found.accept(part.members().get(1).key().error(rule, help,
                    name + " has " + present.size() + " names (" + String.join(", ", present)
                            + "); expected one: the next begins with \"- \", and what belongs to the first stands further in"));
        }
        for (String required : shape.required) {
            if (!present.contains(required) && questions.indexOf("\"" + required + "\"") < 0) {
                found.accept(part.error(rule, help, name + " has no \"" + required + "\"; expected it"));
            }
        }
        List<String> expressions = shape.hasExpression() && !WITHOUT_EXPRESSION.contains(name)
                ? present.stream().filter(each -> shape.languages().contains(each)).toList()
                : List.of();
        if (expressions.size() > 1) {
            found.accept(part.at(expressions.get(1)).error(rule, help, name + " has " + expressions.size()
                    + " expressions (" + String.join(", ", expressions) + "), of which Camel takes one; expected one"));
        }
        // Of a name that nobody knows, it is said already; it may have been the expression.
        if (shape.hasExpression() && shape.properties.keySet().containsAll(present)
                && !WITHOUT_EXPRESSION.contains(name)
                && present.stream().noneMatch(shape.languages()::contains)) {
            found.accept(part.error(rule, help,
                    name + " has no expression; expected \"simple\", \"constant\", \"method\" or another language"));
        }
    }

    /** What stands one step too far out is right in a neighbour; what has no right place may be a slip. */
    private String question(Part map, String wrong, Shape shape) {
        for (Part.Member neighbour : map.members()) {
            JsonNode schema = shape.properties.get(neighbour.name());
            if (schema != null && Shape.of(root, schema).properties.containsKey(wrong)) {
                return "; expected it in \"" + neighbour.name() + "\", further in";
            }
        }
        String question = Nearest.question(wrong, shape.properties.keySet());
        return question.isEmpty() && shape.properties.size() < 20
                ? "; expected one of " + String.join(", ", shape.properties.keySet())
                : question;
    }

    /** Camel converts texts: 1 and "1" are alike, and what stands in placeholders is known later. */
    private static boolean isText(String text, Shape shape) {
        if (text.contains("{{")) {
            return true;
        }
        if (!shape.words.isEmpty()) {
            return shape.words.stream().anyMatch(text::equalsIgnoreCase);
        }
        return shape.types.contains("string")
                || shape.types.contains("boolean") && List.of("true", "false").contains(text)
                || (shape.types.contains("number") || shape.types.contains("integer"))
                        && NUMBER.matcher(text).matches();
    }

    private static String expected(Shape shape) {
        if (!shape.words.isEmpty()) {
            return (shape.words.size() == 1 ? "" : "one of ") + String.join(", ", shape.words);
        }
        List<String> kinds = new ArrayList<>();
        for (String type : shape.types) {
            kinds.add(switch (type) {
                case "object" -> shape.properties.isEmpty()
                        ? "a map"
                        : "a map with names such as "
                                + String.join(", ", shape.properties.keySet().stream().limit(3).toList());
                case "array" -> "a list, whose items begin with \"- \"";
                case "boolean" -> "true or false";
                case "number", "integer" -> "a number";
                default -> "text";
            });
        }
        return String.join(", or ", kinds);
    }
}
