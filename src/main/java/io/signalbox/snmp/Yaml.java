package io.signalbox.snmp;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What stands at a place of a YAML file? Whoever asks for what is not there gets null, and a mistake with file, line and column is noted.
 */
final class Yaml {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final int MOST_CHARACTERS = 64 << 20;

    private final String file;
    private final Node node;
    private final List<Mistake> mistakes;

    private Yaml(String file, Node node, List<Mistake> mistakes) {
        this.file = file;
        this.node = node;
        this.mistakes = mistakes;
    }

    /** The root of a document, or null: it is empty, or no YAML (which is a mistake). */
    static Yaml read(String file, String text, List<Mistake> mistakes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        try {
            Node root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return root == null || root.getTag() == Tag.NULL ? null : new Yaml(file, root, mistakes);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            mistakes.add(
                    new Mistake(file, mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1,
                            "is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            mistakes.add(new Mistake(file, 1, 1, "is not YAML: " + e.getMessage()));
        }
        return null;
    }

    void mistake(String text) {
        mistakes.add(new Mistake(file, line(), node.getStartMark().getColumn() + 1, text));
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The members of a map, in their order; an empty map and a mistake where there is none. */
    Map<String, Yaml> members(String what) {
        Map<String, Yaml> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            mistake(what + " is " + kind() + "; expected names with values");
            return members;
        }
        for (NodeTuple tuple : map.getValue()) {
            Yaml key = new Yaml(file, tuple.getKeyNode(), mistakes);
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                key.mistake(what + " has a name that is " + key.kind() + "; expected a word");
            } else if (members.put(name.getValue(), new Yaml(file, tuple.getValueNode(), mistakes)) != null) {
                key.mistake("\"" + name.getValue() + "\" stands twice in " + what + "; expected it once");
            }
        }
        return members;
    }

    /** The members of a map that may have these names only. */
    Map<String, Yaml> members(String what, List<String> names) {
        Map<String, Yaml> members = members(what);
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name && !names.contains(name.getValue())) {
                    new Yaml(file, name, mistakes)
                            .mistake(what + " has no \"" + name.getValue() + "\"; expected one of "
                                    + String.join(", ", names) + Nearest.question(name.getValue(), names));
                }
            }
        }
        members.keySet().retainAll(names);
        members.values().removeIf(value -> value.node.getTag() == Tag.NULL);
        return members;
    }

    /** The items of a list; one value that is no list stands for a list of one. */
    List<Yaml> items() {
        if (!(node instanceof SequenceNode list)) {
            return List.of(this);
        }
        List<Yaml> items = new ArrayList<>();
        list.getValue().forEach(item -> items.add(new Yaml(file, item, mistakes)));
        return items;
    }

    /** The text of a value as it is written, or null. */
    String text(String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        mistake(what + " is " + kind() + "; expected text");
        return null;
    }

    Integer whole(String what, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number outside the span.
        }
        mistake(what + " is \"" + text + "\"; expected a whole number from " + least + " to " + most);
        return null;
    }

    Duration duration(String what, String text, Duration least) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
            if (duration.compareTo(least) >= 0) {
                return duration;
            }
        }
        mistake(what + " is \"" + text + "\"; expected a time with its unit, such as 500ms, 30s or 5m, no shorter than "
                + least.toMillis() + "ms");
        return null;
    }

    String kind() {
        if (node instanceof MappingNode) {
            return "a map";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String value = ((ScalarNode) node).getValue();
        return value.isBlank() ? "empty" : "\"" + value + "\"";
    }
}
