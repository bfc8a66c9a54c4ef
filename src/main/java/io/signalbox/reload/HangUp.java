package io.signalbox.reload;

import org.jboss.logging.Logger;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** What does a hang-up ({@code SIGHUP}) ask for? What it asks of most servers: to read their files again. */
final class HangUp {
    private static final Logger LOG = Logger.getLogger(HangUp.class);

    private final Runnable reload;
    private SignalHandler before;

    HangUp(Runnable reload) {
        this.reload = reload;
    }

    void listen() {
        try {
            before = Signal.handle(new Signal("HUP"), signal -> reload.run());
        } catch (IllegalArgumentException e) {
            LOG.debugf("there is no hang-up on this system: %s", e.getMessage());
        }
    }

    void ignore() {
        if (before != null) {
            Signal.handle(new Signal("HUP"), before);
        }
    }
}
