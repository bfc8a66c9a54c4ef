package io.signalbox.api;

/** A body is larger than what is read whole. */
final class TooLarge extends Exception {
    TooLarge(long limit) {
        super("the body is larger than " + limit
                + " bytes (signalbox.rest.max-body-size); send less at a time, or lines of JSON as"
                + " application/x-ndjson, which are read as they come", null, false, false);
    }
}
