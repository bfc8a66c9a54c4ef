package io.signalbox.oracle.kill;

/** At which instructions is Signalbox killed? */
public enum KillPoint {
    /** The request is read, nothing is on its way to the disk. */
    AFTER_PARSE("bus.CommitProducer", "process", Where.ENTRY, "", 60),
    /** On its way to the thread that writes. */
    BEFORE_APPEND("bus.journal.Writer", "append", Where.ENTRY, "", 100),
    /** Half a batch is in the commit that is being made. */
    DURING_BATCH("bus.journal.Commit", "take", Where.ENTRY, "", 600),
    /** All is written, nothing is durable. */
    BEFORE_FSYNC("bus.journal.Writer", "commit", Where.BEFORE, "commit", 150),
    /** All is durable, nobody has been told: neither the sender nor the backends. */
    AFTER_FSYNC("bus.journal.Writer", "commit", Where.AFTER, "commit", 150),
    /** The backends are told, the sender is not. */
    BEFORE_ANSWER("bus.journal.Writer", "commit", Where.BEFORE, "appended", 150),
    /** All is durable, and the sender's exchange goes on to its answer. */
    GOING_ON("bus.CommitProducer", "end", Where.ENTRY, "", 60),
    /** Some backends have it, this one is about to get it. */
    MID_FAN_OUT("bus.BusConsumer", "send", Where.BEFORE, "process", 300),
    /** The backend has said yes, nobody has heard it. */
    AFTER_ACCEPTANCE("bus.BusConsumer", "send", Where.AFTER, "process", 300),
    /** The backend has said yes, the cursor is not on its way. */
    BEFORE_CURSOR("bus.Delivery", "finish", Where.ENTRY, "", 300),
    /** Part of a batch is done with, the rest is to be tried again. */
    PARTLY_ACCEPTED("bus.Delivery", "sort", Where.AFTER, "finish", 3),
    /** The cursor is written and not durable. */
    CURSOR_WRITE("bus.journal.Deliveries", "write", Where.RETURN, "", 300),
    /** A dead letter's outcome is written, its event is not. */
    DEAD_LETTER("bus.journal.Deliveries", "bury", Where.ENTRY, "", 5),
    /** What is old is deleted and its traces are not. */
    RETENTION("bus.journal.Retention", "apply", Where.AFTER, "delete", 3),
    /** All traces are deleted too, nothing of that is durable. */
    RETENTION_TRACES("bus.journal.Retention", "forgetTraces", Where.RETURN, "", 3),
    /** The backends take their places on the bus. */
    STARTING("bus.journal.Journal", "progress", Where.ENTRY, "", 10),
    /** The routes are stopped, what waits is to be written. */
    STOPPING("bus.journal.Writer", "close", Where.ENTRY, "", 1),
    /** A quarter million ids are written to disk as one run. */
    ID_RUN("bus.journal.IdIndex", "write", Where.RETURN, "", 1),
    /** The old routes of a saved generation are gone, its new ones are not there yet. */
    RELOAD("reload.Swap", "exchange", Where.AFTER, "remove", 1),
    /** A replay is written, its letters are not. */
    REPLAY_ASKED("bus.journal.StoredReplays", "insert", Where.RETURN, "", 1),
    /** The backend has said yes to what is sent again, the replay has not heard it. */
    REPLAY_SENT("bus.ReplayFeed", "report", Where.ENTRY, "", 20),
    /** What became of it is written, and it is a dead letter still. */
    REPLAY_RECORD("bus.journal.StoredReplays", "write", Where.AFTER, "rows", 20),
    /** The replay's place is written too, and nothing of that is durable. */
    REPLAY_PLACE("bus.journal.StoredReplays", "write", Where.RETURN, "", 20),
    /** Its last event is sent. */
    REPLAY_OVER("bus.journal.StoredReplays", "end", Where.ENTRY, "", 1),
    /** The throttle did not let events through, and nothing says so yet. */
    LEFT_OUT("bus.Delivery", "leaveOut", Where.BEFORE, "report", 50),
    /** The record of them is on its way, they are not in the digest. */
    LEFT_OUT_UNCOUNTED("bus.Delivery", "leaveOut", Where.AFTER, "report", 50),
    /** The window has turned, the digest is not on its way. */
    WINDOW_TURNED("bus.Delivery", "keep", Where.ENTRY, "", 3),
    /** The digest is on the bus, and nothing says who is in it. */
    DIGEST_KEPT("bus.Delivery", "keep", Where.AFTER, "join", 3),
    /** It is said who is in the digest, and not durable. */
    DIGEST_NOTED("bus.journal.Deliveries", "digested", Where.RETURN, "", 3),
    /** A damaged block is about to be set aside, or is there twice. */
    QUARANTINE("bus.journal.Quarantine", "take", Where.BEFORE, "executeUpdate", 2),
    /** It is set aside, and that is not durable. */
    QUARANTINED("bus.journal.Quarantine", "take", Where.RETURN, "", 1),
    /** A commit has failed, and the file is open anew. */
    MENDING("bus.journal.OpenFile", "mended", Where.AFTER, "open", 1),
    /** It can be written again, and what is there is not read yet. */
    MENDED("bus.journal.OpenFile", "mended", Where.AFTER, "prove", 1);

    /** Where in a method, or around a call that it makes. */
    public enum Where {
        ENTRY, RETURN, BEFORE, AFTER
    }

    private final String type;
    private final String method;
    private final Where where;
    private final String call;
    private final int passes;

    KillPoint(String type, String method, Where where, String call, int passes) {
        this.type = "io.signalbox." + type;
        this.method = method;
        this.where = where;
        this.call = call;
        this.passes = passes;
    }

    public String type() {
        return type;
    }

    public String method() {
        return method;
    }

    public Where where() {
        return where;
    }

    /** The name of the method called there, where it is about a call. */
    public String call() {
        return call;
    }

    /** So often a busy Signalbox passes here in a second or so. */
    public int passes() {
        return passes;
    }
}
