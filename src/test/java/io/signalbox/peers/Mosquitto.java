package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * A real mosquitto on free loopback ports, that lets nobody in without a password, and {@code signalbox} publish below {@code site/} only. It
 * keeps its sessions while it is away.
 */
public final class Mosquitto implements AutoCloseable {
    public static final String USER = "signalbox";
    public static final String PASSWORD = "p&ss,%w\"rd 1";

    public final int port = Peer.freeTcp();
    public final int tls = Peer.freeTcp();
    private final Path directory;
    private final Path program = Peer.require("mosquitto");
    private final List<Process> subscribers = new ArrayList<>();
    private Process process;

    /**
     * @param certificate
     *            of the TLS listener, with its key, as PEM
     * @param clients
     *            whose certificate it asks for there
     */
    public Mosquitto(Path directory, Path certificate, Path key, Path clients) throws Exception {
        this.directory = directory;
        Path passwords = directory.resolve("passwords");
        run(Peer.require("mosquitto_passwd").toString(), "-c", "-b", passwords.toString(), USER, PASSWORD);
        run(Peer.require("mosquitto_passwd").toString(), "-b", passwords.toString(), "reader", "reader");
        Files.writeString(directory.resolve("acl"), """
                user %s
                topic write site/#
                user reader
                topic read #
                """.formatted(USER));
        Files.createDirectory(directory.resolve("store"));
        Files.writeString(directory.resolve("mosquitto.conf"), """
                user root
                allow_anonymous false
                password_file %1$s/passwords
                acl_file %1$s/acl
                persistence true
                persistence_location %1$s/store/
                max_queued_messages 100000
                max_packet_size 50000
                log_dest stderr
                log_type all
                listener %2$d 127.0.0.1
                listener %3$d 127.0.0.1
                certfile %4$s
                keyfile %5$s
                cafile %6$s
                require_certificate true
                """.formatted(directory, port, tls, certificate, key, clients));
    }

    /** Starts it; it answers when this returns. */
    public Mosquitto start() throws IOException {
        process = new ProcessBuilder(program.toString(), "-c", directory.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("said").toFile())).start();
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IOException("mosquitto ended: " + said());
        }
        return this;
    }

    /** Asks it to stop, and waits. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Stops the process where it stands: it answers nothing, and its port still takes connections. */
    public void freeze(boolean frozen) throws Exception {
        run("kill", frozen ? "-STOP" : "-CONT", String.valueOf(process.pid()));
    }

    public String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    /**
     * Subscribes, with a session that outlives the broker's restarts. At QoS 1: between mosquitto and mosquitto_sub 2.0.11, QoS 2 stops at times.
     *
     * @param format
     *            of mosquitto_sub, for a line a message
     * @return the file with the lines
     */
    public Path subscribe(String name, String topic, String format) throws IOException {
        Path lines = directory.resolve(name + ".lines");
        Process subscriber = new ProcessBuilder(Peer.require("mosquitto_sub").toString(), "-h", "127.0.0.1", "-p",
                String.valueOf(port), "-V", "5", "-u", "reader", "-P", "reader", "-i", name, "-c", "-x", "3600", "-q",
                "1", "-t", topic, "-F", format).redirectErrorStream(true).redirectOutput(lines.toFile()).start();
        subscribers.add(subscriber);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> said().contains(" as " + name + " "));
        Awaitility.await().atMost(30, TimeUnit.SECONDS)
                .until(() -> said().lines().anyMatch(line -> line.contains("Sending SUBACK to " + name)));
        return lines;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + ": " + said);
        }
    }

    @Override
    public void close() throws Exception {
        for (Process subscriber : subscribers) {
            subscriber.destroyForcibly().waitFor();
        }
        stop();
    }
}
