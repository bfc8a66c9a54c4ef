package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What has a mail server got that keeps a grey list? Every so often it asks the sender to come again (451) before it takes the mail. */
final class MailBackend implements AutoCloseable {
    private static final String SUBJECT = "Subject: ";
    private static final int GREY = 25;

    final Arrivals arrivals = new Arrivals();
    final AtomicInteger deferred = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    MailBackend() throws IOException {
        Threads.daemon("mail-backend", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Threads.daemon("mail-backend", () -> talk(socket));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private void talk(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            OutputStream out = socket.getOutputStream();
            say(out, "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("RCPT") && asked.getAndIncrement() % GREY == 0) {
                    deferred.incrementAndGet();
                    say(out, "451 4.7.1 come again");
                } else if (line.equals("DATA")) {
                    say(out, "354 go on");
                    take(in);
                    say(out, "250 taken");
                } else if (line.equals("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            // The sender went away.
        }
    }

    private void take(BufferedReader in) throws IOException {
        String subject = null;
        String line = in.readLine();
        for (; line != null && !line.equals("."); line = in.readLine()) {
            subject = subject == null && line.startsWith(SUBJECT) ? line.substring(SUBJECT.length()) : subject;
        }
        if (line != null && subject != null) {
            arrivals.got(List.of(subject));
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
