import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

/**
 * How fast is Signalbox, and how fast could it be? Run by src/bench/run, which prints what docs/performance.md quotes. The application runs
 * as a process of its own; its CPU time and memory are read from /proc.
 */
final class Bench {
    private static final int EVENTS = 100_000;
    private static final int RUNS = Integer.getInteger("runs", 7);
    private static final int CONNECTIONS = 64;
    private static final long SECONDS = Integer.getInteger("seconds", 10);
    private static final double TICKS = 100.0;

    public static void main(String[] args) throws Exception {
        byte[] lines = lines(EVENTS);
        System.out.printf("%d cores, Java %s, %d events of %d bytes a request, medians of %d runs%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"), EVENTS, lines.length / EVENTS, RUNS);
        limits(lines);
        ingest(lines, false);
        ingest(lines, true);
        singles();
    }

    /** What the machine could do: parsing without anything else, and fsync without anything else. */
    private static void limits(byte[] lines) throws Exception {
        JsonFactory factory = new JsonFactory();
        double[] parse = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long began = System.nanoTime();
            try (JsonParser json = factory.createParser(lines)) {
                while (json.nextToken() != null) {
                    json.getText();
                }
            }
            parse[run] = EVENTS / seconds(began);
        }
        row("limit: parse only, one core", median(parse), "events/s");
        for (int size : new int[] { 300, 2000 * 300 }) {
            double[] sync = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                sync[run] = fsyncs(size, size < 1000 ? 500 : 50);
            }
            row("limit: append " + size + " bytes and fsync", median(sync), "a second");
        }
    }

    private static double fsyncs(int size, int times) throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "fsync", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                channel.write(ByteBuffer.allocate(size));
                channel.force(false);
            }
            return times / seconds(began);
        } finally {
            Files.delete(file);
        }
    }

    /** NDJSON, durable when answered; with the files of the shipped configuration, also until both have everything. */
    private static void ingest(byte[] lines, boolean files) throws Exception {
        try (App app = new App(files)) {
            row(files ? "start to ready (jsonl, csv)" : "start to ready", app.startSeconds, "s");
            row(files ? "memory after the start (jsonl, csv)" : "memory after the start", app.memory("VmRSS"), "MB");
            double[] rate = new double[RUNS];
            double[] delivered = new double[RUNS];
            double cpu = app.cpuSeconds();
            for (int run = -2; run < RUNS; run++) {
                cpu = run == 0 ? app.cpuSeconds() : cpu;
                long began = System.nanoTime();
                try (Connection connection = new Connection(app.port)) {
                    connection.post("application/x-ndjson", lines);
                }
                double took = seconds(began);
                while (files && app.pending() > 0) {
                    Thread.onSpinWait();
                }
                if (run >= 0) {
                    rate[run] = EVENTS / took;
                    delivered[run] = EVENTS / seconds(began);
                }
            }
            String which = files ? " (jsonl, csv)" : "";
            row("NDJSON, durable" + which, median(rate), "events/s");
            if (files) {
                row("NDJSON, delivered to both files", median(delivered), "events/s");
            }
            row("CPU time" + which, (app.cpuSeconds() - cpu) / RUNS / EVENTS * 1e6, "µs an event");
            row("highest memory" + which, app.memory("VmHWM"), "MB");
        }
    }

    /** One event a request, 64 connections: how many, and how long each takes at full and at a tenth of that load. */
    private static void singles() throws Exception {
        try (App app = new App(false)) {
            load(app, CONNECTIONS, 3, 0);
            double cpu = app.cpuSeconds();
            long[] full = load(app, CONNECTIONS, SECONDS, 0);
            row("single POSTs, durable, 64 connections", full.length / (double) SECONDS, "events/s");
            row("  p50", full[full.length / 2] / 1e6, "ms");
            row("  p99", full[(int) (full.length * 0.99)] / 1e6, "ms");
            row("  CPU time", (app.cpuSeconds() - cpu) / full.length * 1e6, "µs an event");
            long pause = (long) (SECONDS * 1e9 * CONNECTIONS / full.length * 2);
            long[] half = load(app, CONNECTIONS, SECONDS, pause);
            row("single POSTs at half load", half.length / (double) SECONDS, "events/s");
            row("  p50", half[half.length / 2] / 1e6, "ms");
            row("  p99", half[(int) (half.length * 0.99)] / 1e6, "ms");
        }
    }

    private static long[] load(App app, int connections, long seconds, long everyNanos) throws Exception {
        byte[] event = lines(1);
        List<List<Long>> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < connections; i++) {
            List<Long> mine = new ArrayList<>();
            taken.add(mine);
            long phase = everyNanos * i / connections;
            threads.add(new Thread(() -> client(app.port, event, end, everyNanos, phase, mine)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return taken.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray();
    }

    private static void client(int port, byte[] event, long end, long everyNanos, long phase, List<Long> taken) {
        try (Connection connection = new Connection(port)) {
            long due = System.nanoTime() + phase;
            while (System.nanoTime() < end) {
                while (everyNanos > 0 && System.nanoTime() < due) {
                    java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
                }
                long began = System.nanoTime();
                connection.post("application/json", event);
                taken.add(System.nanoTime() - began);
                due += everyNanos;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"type\":\"job.completed\",\"source\":\"continuum\",\"tags\":[\"production\",\"floor-3\"],\"data\":{\"job_id\":\"job-")
                    .append(i).append("\",\"printer_id\":\"hp-").append(i % 300).append("\",\"page_count\":").append(i % 50)
                    .append(",\"status\":\"completed\",\"owner\":\"anna\",\"document\":\"Quarterly report, final version.pdf\",")
                    .append("\"queue\":\"floor-3-east\"}}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void row(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-48s %,14.1f %s%n", what, value, unit);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** The packaged application, as a process on a free port with a directory of its own. */
    private static final class App implements AutoCloseable {
        final int port;
        final double startSeconds;
        private final Process process;
        private final Path data;

        App(boolean files) throws Exception {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            data = Files.createTempDirectory(Path.of("target"), "bench");
            ProcessBuilder builder = new ProcessBuilder("java", "-Xmx" + System.getProperty("heap", "160m"), "-XX:+UseSerialGC", "-jar",
                    "target/quarkus-app/quarkus-run.jar");
            builder.environment().put("SIGNALBOX_DATA", data.toString());
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().put("JSONL_ENABLED", String.valueOf(files));
            builder.environment().put("CSV_ENABLED", String.valueOf(files));
            long began = System.nanoTime();
            process = builder.redirectErrorStream(true).redirectOutput(data.resolve("log").toFile()).start();
            while (!ready()) {
                Thread.onSpinWait();
            }
            startSeconds = seconds(began);
        }

        private boolean ready() {
            try (Connection connection = new Connection(port)) {
                return connection.get("/q/health/ready").contains("UP");
            } catch (IOException e) {
                return false;
            }
        }

        double pending() throws IOException {
            try (Connection connection = new Connection(port)) {
                return connection.get("/metrics").lines().filter(line -> line.startsWith("events_pending{"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 1).strip())).max().orElse(0);
            }
        }

        double cpuSeconds() throws IOException {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        }

        double memory(String name) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", ""))).sum() / 1024;
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    /** HTTP/1.1 by hand: what the client costs is not what is measured. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket = new Socket();
        private final InputStream in;
        private final OutputStream out;

        Connection(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = socket.getOutputStream();
        }

        void post(String contentType, byte[] body) throws IOException {
            byte[] head = ("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            if (body.length < 10_000) {
                byte[] all = Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, all, head.length, body.length);
                out.write(all);
            } else {
                out.write(head);
                out.write(body);
            }
            String answer = answer();
            if (!answer.startsWith("HTTP/1.1 202")) {
                throw new IOException(answer);
            }
        }

        String get(String path) throws IOException {
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer();
        }

        private String answer() throws IOException {
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
            String text = head.toString(StandardCharsets.US_ASCII);
            int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
            return text.substring(0, text.indexOf('\r')) + "\n" + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
