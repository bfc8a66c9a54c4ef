package io.signalbox.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How does a program fare whose resolver takes its time? Its file of hosts becomes a pipe into which the answer comes late, to every look-up. */
final class SlowNames {
    private final Path hosts;
    private final String known;
    private final AtomicInteger asked = new AtomicInteger();

    /** All names stand for this machine; at first they are found at once. */
    SlowNames(Path folder, String... names) throws IOException {
        this.known = "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + " " + String.join(" ", names)
                + "\n";
        this.hosts = Files.writeString(folder.resolve("hosts"), known);
    }

    /** What a JVM must be told so that it asks here, each time anew. */
    String option() {
        return "-Djdk.net.hosts.file=" + hosts + " -Dsun.net.inetaddr.ttl=0";
    }

    /** From now on each look-up takes so long. */
    void take(Duration time) throws Exception {
        Path pipe = hosts.resolveSibling("pipe");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
            throw new IOException("no pipe can be made: " + pipe);
        }
        Files.move(pipe, hosts, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Threads.daemon("slow-names", () -> answer(time));
    }

    /** How many look-ups there were since then. */
    int asked() {
        return asked.get();
    }

    private void answer(Duration time) {
        while (true) {
            // Opens when somebody reads.
            try (OutputStream out = Files.newOutputStream(hosts)) {
                asked.incrementAndGet();
                LockSupport.parkNanos(time.toNanos());
                out.write(known.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Whoever asked is gone.
                return;
            }
        }
    }
}
