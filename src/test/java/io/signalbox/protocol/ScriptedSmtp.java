package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that answers as it is told, by the start of the command, and remembers what it heard. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final Map<String, String> answers = new ConcurrentHashMap<>();
    final List<String> commands = new CopyOnWriteArrayList<>();

    ScriptedSmtp() throws IOException {
        Thread thread = new Thread(this::serve, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)),
                        socket.getOutputStream());
            } catch (IOException e) {
                // the client went away, or the test is over
            }
        }
    }

    private void talk(BufferedReader in, OutputStream out) throws IOException {
        say(out, "220 ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String command = line;
            String answer = answers.entrySet().stream().filter(e -> command.startsWith(e.getKey()))
                    .map(Map.Entry::getValue).findFirst().orElse("250 ok");
            if (line.equals("DATA") && answer.startsWith("250")) {
                say(out, "354 go on");
                for (line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                    commands.add("| " + line);
                }
                answer = answers.getOrDefault(".", "250 taken");
            }
            say(out, answer);
            if (line == null || line.equals("QUIT")) {
                return;
            }
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
