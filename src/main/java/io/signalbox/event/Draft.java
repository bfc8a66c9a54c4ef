package io.signalbox.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a sender said of an event, before the gaps are filled. */
final class Draft {
    String id;
    String source;
    String type;
    String subject;
    Instant time;
    Severity severity;
    State state;
    String dedupkey;
    String title;
    String message;
    List<String> tags;
    String traceparent;
    Map<String, Object> data;
    /** Whether this is an event of our own that is read back, with what only we may say of it. */
    boolean stored;
    Event.Problem problem;
}
