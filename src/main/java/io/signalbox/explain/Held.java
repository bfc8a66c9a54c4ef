package io.signalbox.explain;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.signalbox.bus.HandsOver;

/**
 * What would have been sent? It is kept, as if nobody had answered: what a route would do next hangs on an answer that nobody knows. Only
 * what asks first whether something is there is told that nothing is.
 */
final class Held implements Peer {
    private static final Reply NOTHING_FOUND = new Reply(200, Map.of("Content-Type", "application/json"), "[]",
            Duration.ZERO, false);

    private final List<Sent> sent = new ArrayList<>();

    @Override
    public synchronized Reply take(Sent request) throws IOException {
        sent.add(request);
        if (asks(request)) {
            return NOTHING_FOUND;
        }
        if (request.to().startsWith("bus:")) {
            // The bus takes whatever it is given.
            return Reply.OK;
        }
        throw new ConnectException("nothing was sent");
    }

    static boolean asks(Sent request) {
        return "GET".equals(request.method());
    }

    /** With the address, which a test need not know. */
    @Override
    public Reply take(HandsOver.Handover handover) throws IOException {
        return take(new Sent(null, handover.where(), Map.of(), handover.text()));
    }

    /** All since the last time. */
    synchronized List<Sent> taken() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
