package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.signalbox.bus.EventBody;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;

/** How does the light Signalbox tell a {@link LineBackend} of events? Over one connection for each thread that delivers. */
final class LineSink implements Processor {
    private record Line(Socket socket, BufferedReader in) {
    }

    private final int port;
    private final ThreadLocal<Line> line = new ThreadLocal<>();

    LineSink(int port) {
        this.port = port;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<Event> events = EventBody.of(exchange);
        String answer;
        try {
            answer = ask(events);
        } catch (IOException e) {
            line.remove();
            throw e;
        }
        if (answer.equals("later")) {
            throw new NotNow("not now", null);
        }
        if (answer.equals("refused")) {
            throw new Refused("doomed");
        }
        if (answer.startsWith("took ")) {
            Map<Integer, Exception> others = new TreeMap<>();
            for (int place = Integer.parseInt(answer.substring(5)); place < events.size(); place++) {
                others.put(place, new NotNow("the rest later", null));
            }
            throw new PartlyAccepted(others);
        }
    }

    private String ask(List<Event> events) throws IOException {
        if (line.get() == null) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            line.set(new Line(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))));
        }
        StringBuilder request = new StringBuilder();
        events.forEach(event -> request.append(line(event)).append('\n'));
        line.get().socket().getOutputStream().write(request.append(".\n").toString().getBytes(UTF_8));
        String answer = line.get().in().readLine();
        if (answer == null) {
            throw new IOException("hung up");
        }
        return answer;
    }

    /** An id, and whether it comes again; of a digest how many it tells of. */
    private static String line(Event event) {
        Object count = event.data().get("count");
        return event.id() + (count == null ? "" : " " + count)
                + (event.tags().contains("replay") ? LineBackend.AGAIN : "");
    }
}
