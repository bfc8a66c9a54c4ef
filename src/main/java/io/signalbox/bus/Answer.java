package io.signalbox.bus;

import org.apache.camel.Exchange;

/**
 * What did a backend say when it took the events? A sink may note it, for the record and for whoever tests the backend; in a Kamelet, as the
 * property {@code SignalboxAnswer}.
 */
public final class Answer {
    private static final String PROPERTY = "SignalboxAnswer";

    /** One for an exchange and all parts that it is split into: what is set on a part, the whole does not see. */
    private String words;

    private Answer() {
    }

    /** Before an exchange goes to a sink. */
    public static void expect(Exchange exchange) {
        exchange.setProperty(PROPERTY, new Answer());
    }

    /**
     * @param words
     *            a line such as {@code 202 Event processed}; no secrets
     */
    public static void note(Exchange exchange, String words) {
        if (exchange.getProperty(PROPERTY) instanceof Answer answer) {
            answer.words = words;
        } else {
            exchange.setProperty(PROPERTY, words);
        }
    }

    /** What was noted last, or null. */
    public static String of(Exchange exchange) {
        Object noted = exchange.getProperty(PROPERTY);
        return noted instanceof Answer answer ? answer.words : (String) noted;
    }
}
