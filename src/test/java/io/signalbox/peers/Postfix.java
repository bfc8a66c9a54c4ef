package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real postfix of its own, with STARTTLS, on a free loopback port; it keeps the mail for ops.example.com in one file. */
public final class Postfix implements AutoCloseable {
    private final Path directory;
    private final Path program = Peer.require("postfix");
    private final Process process;
    public final int port;

    public Postfix(Path directory, Path certificate, Path key) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "postfix starts as root only");
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // Its daemons run as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("conf", "queue", "data", "mail")) {
            Files.createDirectory(directory.resolve(name));
        }
        run("chown", "postfix:postfix", directory.resolve("data").toString(), directory.resolve("mail").toString());
        Files.writeString(directory.resolve("conf/main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = mail.example.com
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                virtual_mailbox_domains = ops.example.com
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{ {duty@ops.example.com = box} }
                virtual_minimum_uid = 1
                virtual_uid_maps = static:%2$s
                virtual_gid_maps = static:%3$s
                smtpd_tls_security_level = encrypt
                smtpd_tls_received_header = yes
                smtpd_tls_cert_file = %4$s
                smtpd_tls_key_file = %5$s
                smtpd_relay_restrictions = reject_unauth_destination
                smtpd_reject_unlisted_recipient = yes
                maillog_file = /dev/stdout
                alias_maps =
                alias_database =
                """.formatted(directory, run("id", "-u", "postfix"), run("id", "-g", "postfix"), certificate, key));
        Files.writeString(directory.resolve("conf/master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                proxymap unix - - n - - proxymap
                proxywrite unix - - n - 1 proxymap
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                error unix - - n - - error
                retry unix - - n - - error
                smtp unix - - n - - smtp
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
        process = new ProcessBuilder(program.toString(), "-c", directory.resolve("conf").toString(), "start-fg")
                .redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile()).start();
        try {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !process.isAlive() || answers());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException("postfix ended: " + Files.readString(directory.resolve("said")));
        }
    }

    /** All mail that it delivered, as mbox; empty where there is none. */
    public String mailbox() throws IOException {
        Path file = directory.resolve("mail/box");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws Exception {
        run(program.toString(), "-c", directory.resolve("conf").toString(), "stop");
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        // What its daemons own, a temporary directory's clean-up must be able to remove.
        run("chown", "-R", "root", directory.toString());
    }
}
