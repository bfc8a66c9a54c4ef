package io.signalbox.bus;

/** An event could not be made durable; its sender must keep it and try again. */
public final class NotKept extends Exception {
    public NotKept(String why, Throwable cause) {
        super(why, cause);
    }
}
