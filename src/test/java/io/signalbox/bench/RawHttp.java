package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/** What is the least that an HTTP client can cost? One connection, by hand: the client is not what is measured. */
final class RawHttp implements AutoCloseable {
    private static final int SMALL = 10_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /** Returns when it is answered with 202; any other answer is an exception. */
    void post(String path, String contentType, byte[] body) throws IOException {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII);
        if (body.length < SMALL) {
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            out.write(all);
        } else {
            out.write(head);
            out.write(body);
        }
        answer("HTTP/1.1 202");
    }

    /** The body of a 200. */
    String get(String path) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
        return answer("HTTP/1.1 200");
    }

    private String answer(String expected) throws IOException {
        String head = head();
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        String body;
        if (at >= 0) {
            body = new String(in.readNBytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)))), UTF_8);
        } else {
            body = lower.contains("transfer-encoding: chunked") ? chunks() : "";
        }
        if (!head.startsWith(expected)) {
            throw new IOException(head.lines().findFirst().orElse("") + " " + body);
        }
        return body;
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
            head.write(c);
        }
        return head.toString(US_ASCII);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.write(in.readNBytes(size));
            in.skipNBytes(2);
        }
        in.skipNBytes(2);
        return body.toString(UTF_8);
    }

    private int chunk() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
