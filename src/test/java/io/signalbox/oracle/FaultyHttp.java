package io.signalbox.oracle;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What has an HTTP server got that fails at each path in another way, until it is healed? */
final class FaultyHttp implements AutoCloseable {
    private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final RawHttp server = new RawHttp(this::answer);
    private volatile boolean healed;

    FaultyHttp() throws IOException {
        // Serves from its construction on.
    }

    String url(Object fault) {
        return "http://127.0.0.1:" + server.port() + "/" + fault;
    }

    Arrivals arrivals(String name) {
        return arrivals.computeIfAbsent(name, key -> new Arrivals());
    }

    /** How often somebody asked. */
    int attempts(String name) {
        return attempts.computeIfAbsent(name, key -> new AtomicInteger()).get();
    }

    /** From now on all is well. */
    void heal() {
        healed = true;
    }

    private boolean answer(RawHttp.Request request, Socket socket) throws IOException, InterruptedException {
        String name = request.path().substring(1);
        attempts(name);
        attempts.get(name).incrementAndGet();
        if (healed || name.equals("ELSEWHERE")) {
            arrivals(name).got(request.ids());
            return RawHttp.say(socket, "200 OK", "", "ok");
        }
        Fault fault = Fault.valueOf(name);
        if (fault.fate() == Fault.Fate.ACCEPTED) {
            arrivals(name).got(request.ids());
        }
        return fault.answer(socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
