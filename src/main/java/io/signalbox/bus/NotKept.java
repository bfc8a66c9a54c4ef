package io.signalbox.bus;

/** An event could not be made durable; its sender must keep it and try again. */
public final class NotKept extends Exception {
    private final boolean overloaded;

    public NotKept(String why, Throwable cause) {
        super(why, cause);
        this.overloaded = false;
    }

    /** More is coming in than can be written. */
    public static NotKept overloaded() {
        return new NotKept();
    }

    private NotKept() {
        super("more events are coming in than can be written to disk");
        this.overloaded = true;
    }

    /** Whether nothing is broken, and the sender need only slow down. */
    public boolean isOverloaded() {
        return overloaded;
    }
}
