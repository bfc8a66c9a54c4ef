package io.signalbox.bus;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A backend will never take this event, for what the event is: it goes to the dead letters, with these words. */
@RegisterForReflection // routes/error-handling.camel.yaml names it
public final class Refused extends Exception {
    /**
     * @param answer
     *            what the backend said, for the person who will read the dead letter; no secrets
     */
    public Refused(String answer) {
        super(answer, null, false, false);
    }
}
