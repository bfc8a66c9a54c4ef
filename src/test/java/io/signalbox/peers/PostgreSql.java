package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of its own on a free loopback port, with passwords (scram-sha-256) and TLS. The user {@code secured} gets in by
 * TLS only, the user {@code certified} only with a certificate that {@code authority} has signed.
 */
public final class PostgreSql implements AutoCloseable {
    public static final String PASSWORD = "s3cret of the superuser";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path directory;
    private final Path programs;
    public final int port;

    /** One that knows no client by a certificate. */
    public PostgreSql(Path directory, Path certificate, Path key, boolean fsync) throws Exception {
        this(directory, certificate, key, certificate, fsync);
    }

    /**
     * @param directory
     *            of its own: the server's user gets it, as it can't run as root
     * @param authority
     *            whose word it takes for who a client is, in PEM
     * @param fsync
     *            whether it waits for the disk, as it should outside of tests
     */
    public PostgreSql(Path directory, Path certificate, Path key, Path authority, boolean fsync) throws Exception {
        this.directory = directory;
        this.programs = programs();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path data = directory.resolve("data");
        Files.createDirectory(data);
        Files.writeString(directory.resolve("password"), PASSWORD);
        Files.copy(certificate, directory.resolve("server.crt"));
        Files.copy(key, directory.resolve("server.key"));
        Files.copy(authority, directory.resolve("authority.crt"));
        Files.setPosixFilePermissions(directory.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot()) {
            run("chown", "-R", "postgres", directory.toString());
        }
        asItsUser(programs.resolve("initdb") + " -D " + data + " -A scram-sha-256 -U postgres --pwfile="
                + directory.resolve("password") + " -E UTF8 --locale=C.UTF-8 -N");
        Files.writeString(data.resolve("pg_hba.conf"), """
                hostnossl all secured 127.0.0.1/32 reject
                hostssl all certified 127.0.0.1/32 cert
                host all certified 127.0.0.1/32 reject
                host all all 127.0.0.1/32 scram-sha-256
                """);
        Files.writeString(data.resolve("postgresql.conf"), """
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = '%s'
                fsync = %s
                ssl = on
                ssl_cert_file = '%s/server.crt'
                ssl_key_file = '%s/server.key'
                ssl_ca_file = '%s/authority.crt'
                password_encryption = 'scram-sha-256'
                lc_messages = 'C'
                """.formatted(port, directory, fsync ? "on" : "off", directory, directory, directory));
        start();
    }

    public void start() throws Exception {
        asItsUser(programs.resolve("pg_ctl") + " -D " + directory.resolve("data") + " -l "
                + directory.resolve("data/said") + " -w -t 60 start");
    }

    public void stop() throws Exception {
        asItsUser(programs.resolve("pg_ctl") + " -D " + directory.resolve("data") + " -m immediate -w stop");
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Runs statements as the superuser. */
    public void run(String sql) throws SQLException {
        runIn("postgres", sql);
    }

    /** Runs statements as the superuser in another database. */
    public void runIn(String database, String sql) throws SQLException {
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a query finds, a row a line, its values with bars between them. */
    public List<String> rows(String sql) throws SQLException {
        return rowsIn("postgres", sql);
    }

    /** What a query finds in another database. */
    public List<String> rowsIn(String database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", values));
            }
        }
        return found;
    }

    /** Holds a table so that nobody else gets at it, until this is closed. */
    public AutoCloseable locked(String table) throws SQLException {
        Connection connection = connect("postgres");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table);
        }
        return connection;
    }

    /** The CPU time of all its processes that have ended, on Linux. */
    public double cpuSeconds() throws IOException {
        String pid = Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
        String[] fields = Files.readString(Path.of("/proc", pid, "stat")).split(" ");
        return (Long.parseLong(fields[15]) + Long.parseLong(fields[16])) / 100.0;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable&options=-c%20timezone=UTC",
                "postgres", PASSWORD);
    }

    private static Path programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Peer.require("initdb").getParent();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb"))).findFirst()
                    .orElseGet(() -> Peer.missing("PostgreSQL"));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** It refuses to run as root. */
    private void asItsUser(String command) throws Exception {
        if (isRoot()) {
            run("su", "-s", "/bin/sh", "postgres", "-c", "cd / && " + command);
        } else {
            run("/bin/sh", "-c", command);
        }
    }

    private void run(String... command) throws IOException, InterruptedException {
        // Not by a pipe: the server would inherit it, and it would never end.
        Path said = Files.createTempFile("postgresql", ".said");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
        } finally {
            Files.delete(said);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            stop();
        } catch (IOException e) {
            // It was stopped already.
        }
        if (isRoot()) {
            run("chown", "-R", "root", directory.toString());
        }
    }
}
