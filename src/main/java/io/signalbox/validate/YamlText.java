package io.signalbox.validate;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import io.signalbox.validate.Finding.Level;

/** Is a text YAML that is safe to look into? Read by the parser that Camel reads routes with. */
final class YamlText {
    private static final String HELP = "https://yaml.org/spec/1.2.2/";
    private static final String RULE = "yaml-syntax";
    private static final int MOST_NODES = 100_000;
    private static final int UNDER_WAY = -1;

    private final String file;
    private final Consumer<Finding> found;
    private final Map<Node, Integer> sizes = new IdentityHashMap<>();

    private YamlText(String file, Consumer<Finding> found) {
        this.file = file;
        this.found = found;
    }

    /** The root, or null where there is none; why is found then. */
    static Part read(String file, String text, Consumer<Finding> found) {
        YamlText yaml = new YamlText(file, found);
        Node root = yaml.compose(text);
        return root == null || yaml.size(root) < 0 ? null : new Part(file, root);
    }

    private Node compose(String text) {
        if (!isText(text)) {
            return null;
        }
        try {
            LoadSettings settings = LoadSettings.builder().setMaxAliasesForCollections(MOST_NODES).build();
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (root == null || root instanceof ScalarNode scalar && scalar.getValue().isBlank()) {
                say(1, 1, "the file is empty; expected a list of routes, or a Kamelet");
                return null;
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            String began = e.getContextMark().filter(context -> mark != null && context.getLine() != mark.getLine())
                    .map(context -> " (" + e.getContext() + " that begins in line " + (context.getLine() + 1) + ")")
                    .orElse("");
            String problem = String.valueOf(e.getProblem());
            say(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1,
                    problem.contains("TAB")
                            ? "a tab stands where spaces are expected; YAML is indented with spaces only"
                            : problem.contains("another document")
                                    ? "a second document begins here; expected one in a file"
                                    : "this is not YAML: " + problem + began + hint(problem));
        } catch (YamlEngineException e) {
            String why = String.valueOf(e.getMessage());
            say(1, 1, why.contains("exceeds the limit")
                    ? "the file has more than 3 million characters; expected a configuration"
                    : "this is not YAML: " + why);
        }
        return null;
    }

    /** What most often leads to what the parser says, in other words. */
    private static String hint(String problem) {
        if (problem.contains("found '<block mapping start>'")) {
            return "; this line stands neither beside nor further in than what it belongs to";
        }
        return problem.contains("found '<scalar>'")
                ? "; the text has ended before: one that has quotes in it stands in others as a whole, as 'he said \"no\"'"
                : "";
    }

    /** What an editor saved in another encoding, or took from a web page, looks right and is not. */
    private boolean isText(String text) {
        if (text.startsWith(YamlFiles.UNREAD) && text.length() > 1) {
            say(1, 1, text.substring(1));
            return false;
        }
        int line = 1;
        int column = 1;
        boolean indented = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            indented &= Character.isSpaceChar(c) || c == '\ufeff';
            String wrong = c == '\ufffd'
                    ? "this is no UTF-8; expected the file to be saved as that"
                    : c < ' ' && "\t\r\n".indexOf(c) < 0
                            ? "a character stands here that no text has (U+%04X); expected the file to be saved as UTF-8"
                                    .formatted((int) c)
                            : indented && c != ' ' && c != '\ufeff'
                                    ? "what looks like a space is another character (U+%04X); YAML is indented with spaces only"
                                            .formatted((int) c)
                                    : null;
            if (wrong != null) {
                say(line, column, wrong);
                return false;
            }
            boolean ends = c == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
            indented |= ends;
        }
        return true;
    }

    private void say(int line, int column, String message) {
        found.accept(new Finding(file, line, column, Level.ERROR, RULE, message, HELP));
    }

    /** How many nodes there are when aliases are written out; negative where that is without end, or too many. */
    private int size(Node node) {
        Integer known = sizes.put(node, UNDER_WAY);
        if (known != null) {
            if (known == UNDER_WAY) {
                found.accept(new Part(file, node).error(RULE, HELP,
                        "an alias stands inside of what it is an alias of; expected an end"));
                return UNDER_WAY;
            }
            sizes.put(node, known);
            return known;
        }
        long size = 1;
        if (node instanceof MappingNode map) {
            Set<String> names = new HashSet<>();
            for (var tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && !names.add(key.getValue())) {
                    found.accept(new Part(file, key).error("duplicate-key", HELP,
                            "\"" + key.getValue() + "\" stands here twice; expected it once"));
                }
            }
            size = sum(map.getValue().stream().flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
                    .toList());
        } else if (node instanceof SequenceNode list) {
            size = sum(list.getValue());
        }
        if (size > MOST_NODES) {
            found.accept(new Part(file, node).error(RULE, HELP, "aliases make more than " + MOST_NODES
                    + " values of this; expected a configuration, not a bomb"));
            size = UNDER_WAY;
        }
        sizes.put(node, (int) size);
        return (int) size;
    }

    private long sum(List<Node> nodes) {
        long sum = 1;
        for (Node node : nodes) {
            int size = size(node);
            if (size < 0) {
                return UNDER_WAY;
            }
            sum += size;
        }
        return sum;
    }
}
