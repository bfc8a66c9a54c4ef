package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has a syslog server got, over TCP with octets counted? Told to, it stops reading. */
final class SyslogBackend implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\\b([a-z]+\\d*k\\d+\\.\\d+)\\b");
    private static final int BUFFER = 4096;

    final Arrivals arrivals = new Arrivals();
    private final ServerSocket server = new ServerSocket();
    private boolean reading = true;

    SyslogBackend() throws IOException {
        server.setReceiveBufferSize(BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Threads.daemon("syslog-backend", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    synchronized void read(boolean now) {
        reading = now;
        notifyAll();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Threads.daemon("syslog-backend", () -> listen(socket));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private void listen(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            for (int length = length(in); length > 0; length = length(in)) {
                byte[] frame = in.readNBytes(length);
                if (frame.length < length) {
                    throw new EOFException("the frame ends early");
                }
                Matcher id = ID.matcher(new String(frame, UTF_8));
                if (id.find()) {
                    arrivals.got(List.of(id.group(1)));
                }
            }
        } catch (IOException e) {
            // The sender went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int length(InputStream in) throws IOException, InterruptedException {
        synchronized (this) {
            while (!reading) {
                wait();
            }
        }
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            if (c < '0' || c > '9') {
                throw new EOFException(c < 0 ? "the end" : "no frame");
            }
            length = length * 10 + c - '0';
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
