package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What does a backend of the light Signalbox answer? A batch comes as lines of ids that end with a dot; one line is the answer. */
final class LineBackend implements AutoCloseable {
    /** How it treats what it gets. */
    enum Manner {
        /** Takes everything. */
        KIND,
        /** Refuses what is doomed, and with it the batch in which it comes. */
        PICKY,
        /** Takes part of a batch, asks for patience, and hangs up on what it has taken. */
        FLAKY,
        /** Refuses what is doomed, but takes it when it is sent again. */
        FORGIVING
    }

    /** How a line ends that is sent again because somebody asked for it. */
    static final String AGAIN = " again";
    private static final String DIGEST = "digest/";

    final Arrivals arrivals = new Arrivals();
    /** What was sent again because somebody asked for it. */
    final Arrivals replayed = new Arrivals();
    /** Of how many events each digest tells, by its id. */
    final Map<String, Integer> digests = new ConcurrentHashMap<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Manner manner;
    private final Random random;
    private volatile boolean asleep;

    LineBackend(Manner manner, long seed) throws IOException {
        this.manner = manner;
        this.random = new Random(seed);
        Threads.daemon("line-backend", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Asleep, it takes nothing. */
    void sleep(boolean now) {
        asleep = now;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Threads.daemon("line-backend", () -> talk(socket));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private void talk(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            List<String> ids = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.equals(".")) {
                    ids.add(line);
                    continue;
                }
                String answer = answer(ids);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write((answer + "\n").getBytes(UTF_8));
                ids.clear();
            }
        } catch (IOException e) {
            // It was killed. What it had not ended with a dot, nobody has.
        }
    }

    private synchronized String answer(List<String> lines) {
        if (asleep) {
            return "later";
        }
        if (lines.get(0).endsWith(AGAIN)) {
            replayed.got(lines.stream().map(line -> line.substring(0, line.length() - AGAIN.length())).toList());
            return "ok";
        }
        List<String> ids = lines.stream().filter(line -> !isDigest(line)).toList();
        if (manner == Manner.FORGIVING && ids.stream().anyMatch(id -> Id.of(id).doomed())) {
            return "refused";
        }
        if (manner == Manner.PICKY && ids.stream().anyMatch(id -> Id.of(id).doomed())) {
            return "refused";
        }
        int mood = manner == Manner.FLAKY ? random.nextInt(20) : 0;
        if (mood == 1) {
            return "later";
        }
        if (mood == 2) {
            arrivals.gotInSilence(ids);
            return null;
        }
        int taken = mood > 2 && mood < 7 && ids.size() > 1 ? random.nextInt(ids.size()) : ids.size();
        arrivals.got(ids.subList(0, taken));
        return taken == ids.size() ? "ok" : "took " + taken;
    }

    private boolean isDigest(String line) {
        if (!line.startsWith(DIGEST)) {
            return false;
        }
        int space = line.indexOf(' ');
        digests.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
