package io.signalbox.verify;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

import io.signalbox.explain.Peer;
import io.signalbox.explain.Reply;
import io.signalbox.explain.Sent;

/** What stands where the network would be? It remembers what it was sent, and answers as the test says. */
final class Outside implements Peer {
    private static final int MOST = 1_000;

    private final List<Sent> requests = new ArrayList<>();
    private Replies replies = Replies.OK;
    private int before;

    /** Forgets what it was sent, and answers so from now on. */
    synchronized void begin(Replies replies) {
        requests.clear();
        before = 0;
        this.replies = replies;
    }

    @Override
    public synchronized Reply take(Sent request) throws IOException {
        if (requests.size() == MOST) {
            throw new IOException("the route makes more than " + MOST + " requests");
        }
        Reply reply = replies.to(requests.size(), request.method());
        requests.add(request);
        if (reply.reset()) {
            throw new SocketException("Connection reset");
        }
        return reply;
    }

    /** Whether there is an answer that nobody has had yet, and anybody asked for one since this was last asked. */
    synchronized boolean hasMore() {
        boolean more = requests.size() > before && requests.size() < replies.size();
        before = requests.size();
        return more;
    }

    synchronized List<Sent> requests() {
        return List.copyOf(requests);
    }
}
