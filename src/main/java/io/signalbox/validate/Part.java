package io.signalbox.validate;

import java.util.ArrayList;
import java.util.List;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import io.signalbox.validate.Finding.Level;

/** What stands at a place of a YAML file? */
record Part(String file, Node node) {
    private static final int WHOLE = -1;

    /** A name of a map, and what it stands for. */
    record Member(Part key, Part value) {
        String name() {
            return key.text();
        }
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The text of a value, whatever its type; null where it is a map or a list. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    boolean isEmpty() {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty()
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** The members of a map in their order; none where there is no map. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode) {
                    members.add(new Member(new Part(file, tuple.getKeyNode()), new Part(file, tuple.getValueNode())));
                }
            }
        }
        return members;
    }

    List<Part> items() {
        List<Part> items = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> items.add(new Part(file, item)));
        }
        return items;
    }

    /** What stands under these names, one in another, or null. */
    Part at(String... names) {
        Node at = node;
        for (String name : names) {
            at = at(at, name);
        }
        return at == null ? null : new Part(file, at);
    }

    private static Node at(Node node, String name) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    /** The text under these names, or null. */
    String textAt(String... names) {
        Part part = at(names);
        return part == null ? null : part.text();
    }

    int line() {
        return node.getStartMark().orElseThrow().getLine() + 1;
    }

    String kind() {
        return isMap() ? "a map" : isList() ? "a list" : isEmpty() ? "empty" : "\"" + text() + "\"";
    }

    Finding error(String rule, String help, String message) {
        return finding(Level.ERROR, rule, help, message, WHOLE);
    }

    Finding warning(String rule, String help, String message) {
        return finding(Level.WARNING, rule, help, message, WHOLE);
    }

    /**
     * @param offset
     *            where in the text of this value it is wrong, or negative; known only while the text is written on one line
     */
    Finding finding(Level level, String rule, String help, String message, int offset) {
        Mark mark = node.getStartMark().orElseThrow();
        boolean oneLine = node.getEndMark().map(end -> end.getLine() == mark.getLine()).orElse(false);
        int quote = node instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN ? 1 : 0;
        int column = mark.getColumn() + 1 + (oneLine && offset >= 0 ? offset + quote : 0);
        return new Finding(file, mark.getLine() + 1, column, level, rule, message, help);
    }
}
