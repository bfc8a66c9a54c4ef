package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is a backend that costs nothing? Servers that say yes to everything and look at nothing, in a process of their own, so that only the
 * sender's time is counted. They end with whoever started them.
 */
final class NullPeers {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    /** What each vendor's success is told by; none minds what the others look for. */
    private static final byte[] YES = ok(
            "{\"text\":\"Success\",\"code\":0,\"success\":true,\"result\":\"success\",\"id\":1}");
    private static final byte[] NOTHING = ok("[]");
    private static final String ITEM = "{\"create\":{\"status\":201}}";
    /** What came, for whoever asks: {@code GET /count/requests}, {@code GET /count/bytes}. */
    private static final LongAdder REQUESTS = new LongAdder();
    private static final LongAdder BYTES = new LongAdder();
    private static final Map<String, byte[]> BULK = new ConcurrentHashMap<>();

    private interface Conversation {
        void with(InputStream in, OutputStream out) throws IOException;
    }

    private NullPeers() {
    }

    /** Prints the port of each. */
    public static void main(String[] args) throws IOException {
        System.out.println("http=" + listen(NullPeers::http));
        System.out.println("smtp=" + listen(NullPeers::smtp));
        System.out.println("tcp=" + listen(NullPeers::count));
        System.out.println("nsca=" + listen(NullPeers::nsca));
        System.out.println("zabbix=" + listen(NullPeers::zabbix));
        System.out.println("udp=" + swallow());
        System.out.println("ready=1");
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private static int listen(Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, LOOPBACK);
        new Thread(() -> accept(server, conversation)).start();
        return server.getLocalPort();
    }

    private static void accept(ServerSocket server, Conversation conversation) {
        while (true) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                new Thread(() -> talk(socket, conversation)).start();
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    private static void talk(Socket socket, Conversation conversation) {
        try (socket) {
            conversation.with(new BufferedInputStream(socket.getInputStream(), 1 << 16), socket.getOutputStream());
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private static void http(InputStream in, OutputStream out) throws IOException {
        for (String request = line(in); request != null; request = line(in)) {
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            out.write(answer(request));
        }
    }

    /**
     * A bulk request is answered item by item; how many there are its path tells: {@code /items/500/_bulk}. Who asks, hears of nothing.
     */
    private static byte[] answer(String request) {
        if (request.startsWith("GET /count/")) {
            return ok(String.valueOf((request.startsWith("GET /count/bytes") ? BYTES : REQUESTS).sum()));
        }
        if (request.startsWith("GET ")) {
            return NOTHING;
        }
        REQUESTS.increment();
        int at = request.indexOf("/items/");
        return at < 0
                ? YES
                : BULK.computeIfAbsent(request.substring(at + 7, request.indexOf('/', at + 7)), items -> ok(
                        "{\"items\":[" + ITEM + ("," + ITEM).repeat(Integer.parseInt(items) - 1) + "]}"));
    }

    private static byte[] ok(String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body).getBytes(US_ASCII);
    }

    private static void count(InputStream in, OutputStream out) throws IOException {
        byte[] some = new byte[1 << 16];
        for (int length = in.read(some); length >= 0; length = in.read(some)) {
            BYTES.add(length);
        }
    }

    private static void smtp(InputStream in, OutputStream out) throws IOException {
        say(out, "220 null");
        boolean data = false;
        for (String line = line(in); line != null; line = line(in)) {
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 kept");
                }
            } else {
                data = line.equals("DATA");
                say(out, data ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 yes");
            }
        }
    }

    /** Gives the initialisation vector and the time, and takes a packet. */
    private static void nsca(InputStream in, OutputStream out) throws IOException {
        out.write(new byte[132]);
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Says that it has processed as many values as there are. */
    private static void zabbix(InputStream in, OutputStream out) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(in.readNBytes(13)).order(ByteOrder.LITTLE_ENDIAN);
        String body = new String(in.readNBytes(head.getInt(5)), US_ASCII);
        int values = body.split("\"host\":", -1).length - 1;
        byte[] answer = ("{\"response\":\"success\",\"info\":\"processed: " + values + "; failed: 0; total: " + values
                + "; seconds spent: 0.000001\"}").getBytes(US_ASCII);
        ByteBuffer whole = ByteBuffer.allocate(13 + answer.length).order(ByteOrder.LITTLE_ENDIAN);
        out.write(whole.put("ZBXD".getBytes(US_ASCII)).put((byte) 1).putInt(answer.length).putInt(0).put(answer)
                .array());
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static int swallow() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        new Thread(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            while (true) {
                try {
                    socket.receive(packet);
                } catch (IOException e) {
                    System.err.println(e);
                }
            }
        }).start();
        return socket.getLocalPort();
    }
}
