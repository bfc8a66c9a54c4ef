package io.signalbox.bus;

/**
 * How full is a bus?
 *
 * @param used
 *            bytes that it keeps
 * @param most
 *            bytes that it may keep; {@link Long#MAX_VALUE} where nothing limits it
 * @param refusal
 *            why it takes in nothing now, or null
 * @param damaged
 *            events that it keeps but can no longer deliver, for their storage is damaged
 */
public record Space(long used, long most, String refusal, long damaged) {
    /** Nothing is known to be in the way. */
    public static final Space ENOUGH = new Space(0, Long.MAX_VALUE, null, 0);
}
