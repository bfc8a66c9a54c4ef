package io.signalbox.bus;

import org.apache.camel.Exchange;

/** What did a backend say when it took the events? A sink may note it, for the record and for whoever tests the backend. */
public final class Answer {
    private static final String PROPERTY = "SignalboxAnswer";

    private Answer() {
    }

    /**
     * @param words
     *            a line such as {@code 202 Event processed}; no secrets
     */
    public static void note(Exchange exchange, String words) {
        exchange.setProperty(PROPERTY, words);
    }

    /** What was noted last, or null. */
    static String of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, String.class);
    }
}
