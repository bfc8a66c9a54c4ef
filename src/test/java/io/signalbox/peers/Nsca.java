package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;

/** A real NSCA server, as Debian packages it, on a free loopback port, that writes commands for a Nagios. */
public final class Nsca implements AutoCloseable {
    public final int port;
    private final Path commands;
    private final Process process;

    /** One that writes into a file of its own. */
    public Nsca(Path directory, int method, String password) throws IOException {
        this(directory, method, password, Files.createFile(directory.resolve("commands-" + method)), true);
    }

    /**
     * @param method
     *            its {@code decryption_method}
     * @param commands
     *            the pipe of a Nagios, or a file
     */
    public Nsca(Path directory, int method, String password, Path commands, boolean append) throws IOException {
        Path program = Peer.require("nsca");
        this.commands = commands;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("nsca-" + method + ".cfg"), """
                pid_file=%1$s/nsca-%3$d.pid
                server_address=127.0.0.1
                server_port=%2$d
                decryption_method=%3$d
                password=%4$s
                command_file=%5$s
                alternate_dump_file=%1$s/dump
                append_to_file=%6$d
                aggregate_writes=0
                max_packet_age=30
                """.formatted(directory, port, method, password, commands, append ? 1 : 0));
        process = new ProcessBuilder(program.toString(), "-f", "-c", configuration.toString(), "--daemon")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nsca-" + method + ".log").toFile()).start();
        Awaitility.await().until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IOException("nsca ended: " + Files.readString(directory.resolve("nsca-" + method + ".log")));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return socket.getInputStream().readNBytes(132).length == 132;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it told Nagios so far, without the times. */
    public List<String> commands() throws IOException {
        return Files.readAllLines(commands).stream().map(line -> line.replaceFirst("^\\[[0-9]+] ", "")).toList();
    }

    @Override
    public void close() throws InterruptedException {
        Peer.end(process);
    }
}
