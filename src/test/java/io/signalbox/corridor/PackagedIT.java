package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.peers.Packaged;

/** The application as it is shipped. */
class PackagedIT {
    private static final int EVENTS = 100_000;
    private static final long MOST_MEGABYTES = 400;

    @TempDir
    Path folder;
    private Packaged signalbox;

    @AfterEach
    void stop() throws Exception {
        if (signalbox != null) {
            signalbox.close();
        }
    }

    @Test
    void aHundredThousandEventsInOneRequestAreKeptAndDeliveredInOrderInLittleMemory() throws Exception {
        signalbox = new Packaged(folder, Map.of("TIMER_HEARTBEAT_ENABLED", "false")).start();
        byte[] lines = lines();

        JsonNode answer = new ObjectMapper()
                .readTree(signalbox.post("application/x-ndjson", BodyPublishers.ofByteArray(lines)));

        assertThat(answer.path("accepted").asInt()).isEqualTo(EVENTS);
        assertThat(answer.path("ids")).hasSize(EVENTS);
        List<String> expected = IntStream.range(0, EVENTS).mapToObj(i -> "bulk-" + i).toList();
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> delivered("jsonl") == EVENTS && delivered("csv") == EVENTS);
        assertThat(written(".jsonl").map(PackagedIT::idOfLine)).containsExactlyElementsOf(expected);
        assertThat(written(".csv").skip(1).map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyElementsOf(expected);
        assertThat(signalbox.get("/api/v1/events/bulk-99999")).contains(
                "\"backend\":\"jsonl\",\"outcome\":\"delivered\"",
                "\"backend\":\"csv\",\"outcome\":\"delivered\"");
        assertThat(highestMegabytes()).isLessThan(MOST_MEGABYTES);
    }

    @Test
    void itListensOnOnePortOnLoopbackAndNothingElse() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "reads /proc");
        signalbox = new Packaged(folder, Map.of()).start();

        assertThat(listening()).containsExactly("127.0.0.1:" + signalbox.port);
    }

    @Test
    void aSecondOneOnTheSameDataSaysWhoHoldsItAndLeaves() throws Exception {
        signalbox = new Packaged(folder, Map.of()).start();
        Path elsewhere = Files.createDirectories(folder.resolve("second"));
        Packaged second = new Packaged(elsewhere, Map.of("SIGNALBOX_DATA", signalbox.data().toString()));

        Process process = second.launch();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(second.log()).contains("is in use by process " + signalbox.handle().pid());
    }

    private static byte[] lines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            lines.append("{\"id\":\"bulk-").append(i).append("\",\"type\":\"")
                    .append(i % 3 == 0 ? "job.completed" : "printer.added")
                    .append("\",\"source\":\"continuum\",\"data\":{\"printer_id\":\"hp-").append(i % 500)
                    .append("\",\"document\":\"Quarterly report, final version.pdf\",\"owner\":\"anna\",\"page_count\":")
                    .append(i % 90)
                    .append("}}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String idOfLine(String line) {
        int from = line.indexOf("\"id\":\"") + 6;
        return line.substring(from, line.indexOf('"', from));
    }

    private int delivered(String backend) throws IOException {
        return new ObjectMapper().readTree(signalbox.get("/api/v1/backends/" + backend)).path("delivered").asInt();
    }

    private Stream<String> written(String ending) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(signalbox.data())) {
            for (Path file : files.filter(each -> each.toString().endsWith(ending)).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream();
    }

    private long highestMegabytes() throws IOException {
        Path status = Path.of("/proc/" + signalbox.handle().pid() + "/status");
        Assumptions.assumeTrue(Files.exists(status), "reads /proc");
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", ""))).findFirst().orElseThrow() / 1024;
    }

    /** The addresses of its sockets that wait for somebody: TCP that listens, and any UDP. */
    private Set<String> listening() throws IOException {
        Set<String> inodes = new HashSet<>();
        String process = "/proc/" + signalbox.handle().pid();
        try (Stream<Path> files = Files.list(Path.of(process, "fd"))) {
            for (Path file : files.toList()) {
                String link = Files.readSymbolicLink(file).toString();
                if (link.startsWith("socket:[")) {
                    inodes.add(link.substring(8, link.length() - 1));
                }
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of(process, "net", table)).stream().skip(1).toList()) {
                String[] fields = line.strip().split("\\s+");
                boolean waits = table.startsWith("udp") || fields[3].equals("0A");
                if (waits && inodes.contains(fields[9])) {
                    addresses.add(address(fields[1]));
                }
            }
        }
        return addresses;
    }

    /** {@code 0100007F:1F90}, or for an IPv4 address in an IPv6 socket the same behind {@code 0000000000000000FFFF0000}. */
    private static String address(String hex) {
        String ip = hex.substring(0, hex.indexOf(':'));
        int port = Integer.parseInt(hex.substring(hex.indexOf(':') + 1), 16);
        return (ip.endsWith("0100007F") ? "127.0.0.1" : ip) + ":" + port;
    }
}
