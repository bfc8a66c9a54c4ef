package io.signalbox.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What does a text with {@code {places}} say, once they are filled in? */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.]*)}");

    private final String text;
    private final List<String> places = new ArrayList<>();

    Template(String text) {
        this.text = text;
        PLACE.matcher(text).results().forEach(place -> places.add(place.group(1)));
    }

    List<String> places() {
        return places;
    }

    /** The value itself (a number stays one) where the template is one place and nothing else; null where nothing is known for it. */
    Object value(Function<String, Object> values) {
        if (places.size() == 1 && text.length() == places.get(0).length() + 2) {
            return values.apply(places.get(0));
        }
        return places.isEmpty() ? literal() : text(values);
    }

    String text(Function<String, Object> values) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            Object value = values.apply(place.group(1));
            place.appendReplacement(filled, Matcher.quoteReplacement(value == null ? "?" : value.toString()));
        }
        return place.appendTail(filled).toString();
    }

    private Object literal() {
        return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }
}
