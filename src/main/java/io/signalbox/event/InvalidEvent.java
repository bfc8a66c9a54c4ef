package io.signalbox.event;

/** Why something can't become an event: the field, what was found and what was expected, in words for its sender. */
public final class InvalidEvent extends Exception {
    private final String field;

    /**
     * @param field
     *            the field at fault, or null where the whole is at fault
     * @param detail
     *            what was found and what was expected
     */
    public InvalidEvent(String field, String detail) {
        super(detail, null, false, false);
        this.field = field;
    }

    /** The field at fault, or null where the whole is. */
    public String field() {
        return field;
    }
}
