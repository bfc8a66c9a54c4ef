package io.signalbox.validate;

import java.util.regex.Pattern;

/** Is a text a value of a type, as Camel would convert it? */
final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+([.]\\d+)?");
    private static final Pattern DURATION = Pattern
            .compile("(-?\\d+|(\\d+ ?(ms|millis|s|sec|m|min|h|hour|d|days?) ?)+|P.*)");

    private Values() {
    }

    static boolean fits(String type, String value) {
        return switch (type) {
            case "integer" -> WHOLE.matcher(value).matches();
            case "number" -> NUMBER.matcher(value).matches();
            case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case "duration" -> DURATION.matcher(value).matches();
            default -> true;
        };
    }

    static String expected(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "duration" -> "a duration such as 500ms, 30s or 5m";
            default -> "text";
        };
    }
}
