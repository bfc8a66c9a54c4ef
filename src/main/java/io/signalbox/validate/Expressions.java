package io.signalbox.validate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;

import io.signalbox.snmp.Nearest;
import io.signalbox.validate.Finding.Level;

/** Can every Simple expression be read, by the parser that Camel reads them with, and does it say what it seems to say? */
final class Expressions implements Rule {
    private static final String RULE = "simple-syntax";
    private static final String HELP = "https://camel.apache.org/components/4.14.x/languages/simple-language.html";
    private static final Set<String> PREDICATES = Set.of("filter", "when", "onWhen", "validate");
    /** How others write operators. Camel takes these for text, and lets everything through. */
    private static final Map<String, String> ELSEWHERE = Map.of("=", "==", "===", "==", "<>", "!=", "and", "&&", "&",
            "&&", "or", "||", "|", "||", "equals", "==");
    private static final Pattern OPERAND = Pattern.compile("'[^']*'|\"[^\"]*\"|\\$\\{(?:[^{}]|\\{[^{}]*})*}");
    private static final Pattern WORD = Pattern.compile("(?<=\\s)(===|=|<>|&|\\||and|or|equals)(?=\\s)",
            Pattern.CASE_INSENSITIVE);
    /** Camel reads it only when an event comes. */
    private static final Pattern REGEX = Pattern.compile("\\sregex\\s+'([^']*)'");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown function: (\\w+).*", Pattern.DOTALL);
    private static final List<String> FUNCTIONS = List.of("body", "bodyAs", "header", "headers", "variable",
            "exchangeProperty", "exception", "date", "date-with-timezone", "properties", "bean", "map", "list", "iif",
            "routeId", "null", "env", "sys", "uuid", "random", "replace", "substring");

    /** It is never started; the parser asks it for languages and types. */
    private final CamelContext camel = new DefaultCamelContext();

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> check(file, false, false, routes.settings, found));
        routes.kamelets.values().forEach(kamelet -> check(kamelet.part(), false, false, null, found));
    }

    /**
     * @param asks
     *            whether what stands here is a question, to be answered with yes or no
     * @param simple
     *            whether it is in Simple
     * @param settings
     *            what placeholders stand for; null in a Kamelet, where they stand for its properties
     */
    private void check(Part part, boolean asks, boolean simple, Settings settings, Consumer<Finding> found) {
        for (Part.Member member : part.members()) {
            boolean inside = Set.of("simple", "expression").contains(member.name());
            check(member.value(), PREDICATES.contains(member.name()) || asks && inside,
                    "simple".equals(member.name()) || simple && "expression".equals(member.name()), settings, found);
        }
        part.items().forEach(item -> check(item, asks, false, settings, found));
        if (simple && part.text() != null) {
            read(part, asks, settings, found);
        }
    }

    private void read(Part part, boolean asks, Settings settings, Consumer<Finding> found) {
        int open = open(part.text());
        if (open >= 0) {
            found.accept(part.finding(Level.ERROR, RULE, HELP, "\"${\" has no \"}\"; expected the end of the function",
                    open));
            return;
        }
        String text = filled(part.text(), settings);
        if (text == null) {
            return;
        }
        Matcher word = WORD.matcher(blank(text));
        if (asks && word.find()) {
            found.accept(part.finding(Level.ERROR, RULE, HELP,
                    "\"" + word.group() + "\" is no operator of Simple; expected \""
                            + ELSEWHERE.getOrDefault(word.group().toLowerCase(), "==") + "\"",
                    offset(part, text, word.start())));
            return;
        }
        Matcher regex = REGEX.matcher(text);
        if (asks && regex.find() && whyNot(regex.group(1)) != null) {
            found.accept(part.finding(Level.ERROR, RULE, HELP,
                    "'" + regex.group(1) + "' is no regular expression: " + whyNot(regex.group(1)),
                    offset(part, text, regex.start(1))));
            return;
        }
        try {
            if (asks) {
                new SimplePredicateParser(camel, text, true, null).parsePredicate();
            } else {
                new SimpleExpressionParser(camel, text, true, null).parseExpression();
            }
        } catch (SimpleIllegalSyntaxException e) {
            found.accept(part.finding(Level.ERROR, RULE, HELP, said(e), offset(part, text, e.getIndex())));
        } catch (RuntimeException e) {
            // It can be read, and means something that is known only while it runs.
        }
    }

    /** What is wrong with a regular expression, or null. */
    private static String whyNot(String regex) {
        try {
            Pattern.compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription() + (e.getIndex() < 0 ? "" : " near its character " + (e.getIndex() + 1));
        }
    }

    private static String said(SimpleIllegalSyntaxException e) {
        String message = String.valueOf(e.getShortMessage()).replaceFirst(" at location \\d+$", "");
        Matcher unknown = UNKNOWN.matcher(message);
        return unknown.matches()
                ? "Simple has no function \"" + unknown.group(1) + "\"" + Nearest.question(unknown.group(1), FUNCTIONS)
                : "Simple can't read this: " + message;
    }

    /** A place in the text as it is written is known only where nothing was filled in. */
    private static int offset(Part part, String text, int place) {
        return text.equals(part.text()) ? place : -1;
    }

    private static String filled(String text, Settings settings) {
        return settings == null ? text.replaceAll("\\{\\{[^{}]*}}", "0") : settings.resolve(text);
    }

    /** What is no operand; the places stay. */
    private static String blank(String text) {
        return OPERAND.matcher(text).replaceAll(operand -> "x".repeat(operand.group().length()));
    }

    /** Where a function begins that does not end, or a negative number. */
    private static int open(String text) {
        int from = text.indexOf("${");
        while (from >= 0) {
            int end = text.indexOf('}', from);
            int next = text.indexOf("${", from + 2);
            if (end < 0 || next >= 0 && next < end && text.indexOf('}', end + 1) < 0) {
                return from;
            }
            from = next;
        }
        return -1;
    }
}
