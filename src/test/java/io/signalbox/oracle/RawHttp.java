package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ServerSocketFactory;

/** What does an HTTP server see that may answer in ways that no library lets it? It reads whole requests, and hands over the socket. */
final class RawHttp implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    /** What was asked, and by which events. */
    record Request(String path, String body) {
        List<String> ids() {
            List<String> ids = new ArrayList<>();
            for (Matcher found = ID.matcher(body); found.find();) {
                ids.add(found.group(1));
            }
            return ids;
        }
    }

    /** Answers; whether the connection may be used again is its result. */
    interface Answerer {
        boolean answer(Request request, Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Answerer answerer;

    RawHttp(Answerer answerer) throws IOException {
        this(ServerSocketFactory.getDefault(), 0, answerer);
    }

    /** Listens on a certain port, and speaks TLS where the sockets do. */
    RawHttp(ServerSocketFactory sockets, int port, Answerer answerer) throws IOException {
        this.server = sockets.createServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.answerer = answerer;
        Threads.daemon("raw-http", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The whole of a usual answer. */
    static boolean say(Socket socket, String status, String headers, String body) throws IOException {
        socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n" + headers
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body).getBytes(UTF_8));
        return true;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Threads.daemon("raw-http", () -> talk(socket));
            } catch (IOException e) {
                // The test is over, or somebody did not like our certificate.
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean again = true;
            while (again) {
                Request request = read(in);
                again = answerer.answer(request, socket);
            }
        } catch (IOException e) {
            // The client went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(InputStream in) throws IOException {
        String path = line(in).split(" ")[1];
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:") ? Integer.parseInt(lower.substring(15).strip()) : length;
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        StringBuilder body = new StringBuilder();
        while (chunked) {
            int size = Integer.parseInt(line(in).strip(), 16);
            body.append(exactly(in, size));
            line(in);
            chunked = size > 0;
        }
        return new Request(path, body.append(exactly(in, length)).toString());
    }

    private static String exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the request ends early");
        }
        return new String(bytes, UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the request ends early");
            }
            line.append((char) c);
        }
        return new String(line.toString().strip().getBytes(ISO_8859_1), UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
