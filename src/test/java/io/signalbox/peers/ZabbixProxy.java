package io.signalbox.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.awaitility.Awaitility;

/** A real Zabbix proxy with a host and trapper items of its own, on a free loopback port; it keeps in SQLite what it was told. */
public final class ZabbixProxy implements AutoCloseable {
    private static final Path SCHEMA = Path.of("/usr/share/zabbix-proxy-sqlite3/schema.sql.gz");
    private static final int NUMBER = 0;
    private static final int TEXT = 4;

    public final int port;
    private final Path directory;
    private final Path program;
    private final String more;
    private Process process;
    private int hosts;
    private int items;

    /** What an item was told, and when. */
    public record Value(String host, String key, String value, long clock, int ns) {
    }

    public ZabbixProxy(Path directory) throws IOException {
        this(directory, "");
    }

    /**
     * @param more
     *            lines of configuration besides
     */
    public ZabbixProxy(Path directory, String more) throws IOException {
        this.program = Peer.require("zabbix_proxy");
        this.directory = directory;
        this.more = more;
        this.port = freePort();
        String schema;
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(SCHEMA))) {
            schema = new String(packed.readAllBytes(), UTF_8);
        }
        try (Connection database = database(); Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            for (String one : schema.split(";\\s*\\n")) {
                if (!one.isBlank() && !one.strip().matches("BEGIN TRANSACTION|COMMIT")) {
                    statement.executeUpdate(one);
                }
            }
            database.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** It listens on no port above 32767. */
    private static int freePort() throws IOException {
        for (;;) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Somebody has it.
            }
        }
    }

    /** A host with numeric items and one for text; known from the next start on. */
    public ZabbixProxy host(String host, String textKey, String... numericKeys) throws SQLException {
        int id = 1000 + hosts++;
        // tls_accept: without encryption, or by certificate
        update("insert into hosts (hostid,host,name,status,flags,tls_accept) values (%d,'%s','%s',0,0,5)", id, host,
                host);
        item(id, textKey, TEXT);
        for (String key : numericKeys) {
            item(id, key, NUMBER);
        }
        return this;
    }

    private void item(int host, String key, int type) throws SQLException {
        int id = 1000 + items++;
        update("insert into items (itemid,hostid,name,key_,type,value_type,delay,history,trends,status,params,description,posts,headers)"
                + " values (%d,%d,'%s','%s',2,%d,'0','90d','0',0,'','','','')", id, host, key, key, type);
        update("insert into item_rtdata (itemid) values (%d)", id);
    }

    /** Takes an item away; known from the next start on. */
    public void without(String key) throws SQLException {
        update("update items set status=1 where key_='%s'", key);
    }

    /** Starts it; it answers when this returns. */
    public ZabbixProxy start() throws IOException {
        Path configuration = Files.writeString(directory.resolve("proxy.conf"), """
                ProxyMode=1
                Server=127.0.0.1
                Hostname=p1
                ListenPort=%1$d
                ListenIP=127.0.0.1
                LogType=console
                PidFile=%2$s/proxy.pid
                SocketDir=%2$s
                DBName=%2$s/proxy.db
                AllowRoot=1
                StartPollers=1
                StartPollersUnreachable=1
                StartPingers=0
                StartDiscoverers=0
                StartHTTPPollers=0
                StartTrappers=2
                StartPreprocessors=1
                StartHistoryPollers=0
                StartODBCPollers=0
                StartDBSyncers=1
                ProxyOfflineBuffer=1
                %3$s
                """.formatted(port, directory, more));
        process = new ProcessBuilder(program.toString(), "-f", "-c", configuration.toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        try {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).failFast(() -> !process.isAlive()).until(this::answers);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IOException("zabbix_proxy doesn't start: " + Files.readString(directory.resolve("said")), e);
        }
        return this;
    }

    /** Takes it away. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Everything that was said to items of this host, in the order in which it was kept. */
    public List<Value> history(String host) throws SQLException {
        List<Value> values = new ArrayList<>();
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select h.host, i.key_, p.value, p.clock, p.ns from proxy_history p join items i using (itemid)"
                                + " join hosts h using (hostid) where h.host='" + host + "' order by p.id")) {
            while (rows.next()) {
                values.add(new Value(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4),
                        rows.getInt(5)));
            }
        }
        return values;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection database = database(); Statement statement = database.createStatement()) {
            statement.executeUpdate(sql.formatted(values));
        }
    }

    private Connection database() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("proxy.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout=10000");
            statement.execute("pragma synchronous=off");
        }
        return connection;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
