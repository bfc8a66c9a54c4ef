package io.signalbox.oracle;

/** What does the oracle know of an event by its id alone? Its key, and its number among the events of that key, from 1. */
record Id(String key, int number) {
    private static final int WARNINGS = 3;
    private static final int CRITICAL = 17;
    private static final int DOOMED = 13;

    static Id of(String text) {
        int dot = text.lastIndexOf('.');
        return new Id(text.substring(0, dot), Integer.parseInt(text.substring(dot + 1)));
    }

    /** How severe it is; what is critical may overtake a backlog, but nothing of its own key. */
    private String severity() {
        return number % CRITICAL == 0 ? "critical" : number % WARNINGS == 0 ? "warning" : "info";
    }

    /** Whether it is a warning, or worse. */
    boolean warning() {
        return number % WARNINGS == 0 || number % CRITICAL == 0;
    }

    /** Whether a backend that is picky refuses it for what it is. */
    boolean doomed() {
        return number % DOOMED == 5;
    }

    /** The event, as it is posted, with a message of some length. */
    String json(int length) {
        return "{\"id\":\"" + this + "\",\"source\":\"oracle\",\"type\":\"oracle.spoke\",\"severity\":\""
                + severity() + "\",\"subject\":\"" + key + "\",\"dedupkey\":\"" + key
                + "\",\"title\":\"The oracle spoke\",\"message\":\"" + "x".repeat(length) + "\",\"data\":{\"number\":"
                + number + "}}";
    }

    @Override
    public String toString() {
        return key + "." + number;
    }
}
