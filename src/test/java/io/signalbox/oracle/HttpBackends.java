package io.signalbox.oracle;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What have backends got that speak HTTP, each at a path of its own? Those whose name says so are moody, or refuse what is doomed. */
final class HttpBackends implements AutoCloseable {
    private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final Random random;
    private final RawHttp server = new RawHttp(this::answer);

    HttpBackends(long seed) throws IOException {
        this.random = new Random(seed);
    }

    String url(String name) {
        return "http://127.0.0.1:" + server.port() + "/" + name;
    }

    Arrivals arrivals(String name) {
        return arrivals.computeIfAbsent(name, key -> new Arrivals());
    }

    private synchronized boolean answer(RawHttp.Request request, Socket socket) throws IOException {
        String name = request.path().substring(1);
        List<String> ids = request.ids();
        if (name.contains("picky") && ids.stream().anyMatch(id -> Id.of(id).doomed())) {
            return RawHttp.say(socket, "422 No", "", "doomed");
        }
        int mood = name.contains("moody") ? random.nextInt(20) : 0;
        switch (mood) {
            case 1 :
                return RawHttp.say(socket, "503 Tired", "", "later");
            case 2 :
                return RawHttp.say(socket, "429 Slowly", "Retry-After: 0\r\n", "slowly");
            case 3 :
                arrivals(name).gotInSilence(ids);
                return false;
            default :
                arrivals(name).got(ids);
                return RawHttp.say(socket, "200 OK", "", "ok");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
