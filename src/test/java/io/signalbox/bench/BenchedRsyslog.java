package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import io.signalbox.peers.Rsyslog;

/**
 * How many of the same messages does rsyslog take in and pass on a second? They come by TCP in one stream, each with its length before it,
 * and have arrived when the file, or the null peer, has as many bytes as were sent.
 */
final class BenchedRsyslog {
    /** Its default. */
    static final String MEMORY = "";
    /** A message is on disk before it is passed on, and so is what the queue knows about itself. */
    static final String DISK = "queue.type=\"Disk\" queue.filename=\"q\" queue.syncqueuefiles=\"on\" queue.checkpointinterval=\"1\"";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL = 2_000_000;
    private static final int MOST = 100_000;
    private static final int FIRST = 100;
    private static final double SECONDS = 1;

    private final int runs;

    interface Arrived {
        long bytes() throws IOException;
    }

    BenchedRsyslog(int runs) {
        this.runs = runs;
    }

    double toFile(String queue) throws Exception {
        Path directory = BenchedApp.directory();
        Path file = directory.resolve("received");
        return rate(directory, queue, "type=\"omfile\" file=\"" + file + "\"",
                () -> Files.exists(file) ? Files.size(file) : 0);
    }

    double toTcp(String queue, Peers peers) throws Exception {
        long before = peers.bytes();
        return rate(BenchedApp.directory(), queue, "type=\"omfwd\" target=\"127.0.0.1\" protocol=\"tcp\" port=\""
                + peers.ports.get("tcp") + "\"", () -> peers.bytes() - before);
    }

    /** The queue is the only one: what comes goes through the main queue, whatever it is made of. */
    private double rate(Path directory, String queue, String action, Arrived arrived) throws Exception {
        String configuration = """
                global(workDirectory="%%1$s" maxMessageSize="64k" net.enableDNS="off")
                %s
                module(load="imtcp")
                template(name="same" type="string" string="%%%%rawmsg%%%%\\n")
                input(type="imtcp" address="127.0.0.1" port="%%5$d")
                action(template="same" %s)
                """.formatted(queue.isEmpty() ? "" : "main_queue(" + queue + ")", action);
        try (Rsyslog rsyslog = new Rsyslog(directory, configuration, null, null);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), rsyslog.tcp)) {
            return rate(socket, arrived);
        } finally {
            BenchedApp.delete(directory);
        }
    }

    /** The first run says how many messages make the others long enough. */
    private double rate(Socket socket, Arrived arrived) throws IOException {
        double[] rate = new double[runs];
        int count = FIRST;
        for (int run = -2; run < runs; run++) {
            double seconds = send(socket, messages(count), count, arrived);
            if (run < 0) {
                count = (int) Math.max(FIRST, Math.min(MOST, SECONDS * count / seconds));
            } else {
                rate[run] = count / seconds;
            }
        }
        return Results.median(rate);
    }

    private static double send(Socket socket, byte[] messages, int count, Arrived arrived) throws IOException {
        long expected = arrived.bytes() + unframed(count);
        Instant end = Instant.now().plus(PATIENCE);
        long began = System.nanoTime();
        socket.getOutputStream().write(messages);
        while (arrived.bytes() < expected) {
            LockSupport.parkNanos(POLL);
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("rsyslog has passed on " + arrived.bytes() + " bytes of " + expected);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static byte[] messages(int count) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        BusBench.text(count).lines().map(BenchedRsyslog::message).map(each -> each.getBytes(UTF_8)).forEach(each -> {
            framed.writeBytes((each.length + " ").getBytes(UTF_8));
            framed.writeBytes(each);
        });
        return framed.toByteArray();
    }

    private static long unframed(int count) {
        return BusBench.text(count).lines().mapToLong(each -> message(each).getBytes(UTF_8).length + 1).sum();
    }

    private static String message(String event) {
        return "<14>1 2026-01-01T00:00:00Z floor-3 continuum - - - " + event;
    }
}
