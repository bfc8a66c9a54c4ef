package io.signalbox.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real Nagios 4, as Debian packages it, that checks nothing itself, and writes what it thinks of hosts and services into a file. */
public final class Nagios implements AutoCloseable {
    /** Where commands go in. */
    public final Path pipe;
    private final Path directory;
    private final Process process;

    /**
     * @param services
     *            of one host, which is there too
     */
    public Nagios(Path directory, String host, List<String> services) throws Exception {
        Path program = Peer.require("nagios4");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Nagios changes to another user");
        this.directory = directory;
        this.pipe = directory.resolve("rw/nagios.cmd");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("rw"));
        Files.createDirectory(directory.resolve("results"));
        Path objects = Files.writeString(directory.resolve("objects.cfg"), objects(host, services));
        Path configuration = Files.writeString(directory.resolve("nagios.cfg"), """
                log_file=%1$s/nagios.log
                cfg_file=%2$s
                object_cache_file=%1$s/objects.cache
                precached_object_file=%1$s/precache
                status_file=%1$s/status.dat
                status_update_interval=1
                nagios_user=nagios
                nagios_group=nagios
                check_external_commands=1
                command_file=%3$s
                lock_file=%1$s/nagios.pid
                temp_file=%1$s/temporary
                temp_path=%1$s
                check_result_path=%1$s/results
                query_socket=%1$s/rw/query
                state_retention_file=%1$s/retention
                event_broker_options=0
                use_syslog=0
                log_passive_checks=1
                """.formatted(directory, objects, pipe));
        new ProcessBuilder("chown", "-R", "nagios:nagios", directory.toString()).start().waitFor();
        process = new ProcessBuilder(program.toString(), configuration.toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        Awaitility.await()
                .until(() -> !process.isAlive() || Files.exists(pipe) && Files.exists(directory.resolve("status.dat")));
        if (!process.isAlive()) {
            throw new IOException("nagios4 ended: " + Files.readString(directory.resolve("said")));
        }
    }

    private static String objects(String host, List<String> services) {
        StringBuilder objects = new StringBuilder("""
                define timeperiod {
                  timeperiod_name always
                  alias always
                  monday 00:00-24:00
                }
                define command {
                  command_name nothing
                  command_line /bin/true
                }
                define contact {
                  contact_name nobody
                  host_notification_commands nothing
                  service_notification_commands nothing
                  host_notification_period always
                  service_notification_period always
                  host_notification_options n
                  service_notification_options n
                }
                """);
        String passive = """
                  check_command nothing
                  active_checks_enabled 0
                  passive_checks_enabled 1
                  max_check_attempts 1
                  check_period always
                  notification_period always
                  contacts nobody
                }
                """;
        objects.append("define host {\n  host_name %1$s\n  alias %1$s\n  address 127.0.0.1\n".formatted(host))
                .append(passive);
        services.forEach(service -> objects.append(
                "define service {\n  host_name %s\n  service_description %s\n".formatted(host, service))
                .append(passive));
        return objects.toString();
    }

    /** What it thinks of a service now; of the host where no service is named. */
    public Map<String, String> status(String service) throws IOException {
        String block = service == null ? "hoststatus {" : "servicestatus {";
        return Arrays.stream(Files.readString(directory.resolve("status.dat")).split("\n\n"))
                .filter(part -> part.strip().startsWith(block)).map(Nagios::fields)
                .filter(fields -> service == null || service.equals(fields.get("service_description"))).findFirst()
                .orElse(Map.of());
    }

    private static Map<String, String> fields(String block) {
        Map<String, String> fields = new LinkedHashMap<>();
        block.lines().filter(line -> line.contains("="))
                .forEach(line -> fields.put(line.substring(0, line.indexOf('=')).strip(),
                        line.substring(line.indexOf('=') + 1)));
        return fields;
    }

    public String log() throws IOException {
        return Files.readString(directory.resolve("nagios.log"));
    }

    @Override
    public void close() throws InterruptedException {
        Peer.end(process);
    }
}
