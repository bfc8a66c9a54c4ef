package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server that knows every name, this very machine, and takes its time to say so. Only a process that is started {@link #under} it asks
 * it: with a file system of its own, in which another resolver is configured. Nobody else notices.
 */
final class SlowNames implements AutoCloseable {
    private static final int PORT = 53;
    private static final int HEAD = 12;
    private static final short ADDRESS = 1;

    private final DatagramSocket socket;
    private final Path configuration;
    private final Duration pause;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    private SlowNames(DatagramSocket socket, Path folder, Duration pause) throws IOException {
        this.socket = socket;
        this.pause = pause;
        // Patience enough: one that asks again after five seconds would take the answer for a stranger's.
        this.configuration = Files.writeString(folder.resolve("resolv.conf"),
                "nameserver " + socket.getLocalAddress().getHostAddress() + "\noptions timeout:30 attempts:1\n");
        Threads.daemon("slow-names", this::serve);
    }

    /** Starts it; null where this user may not. */
    static SlowNames start(Path folder, Duration pause) throws Exception {
        int own = (int) (ProcessHandle.current().pid() % 250);
        try {
            SlowNames names = new SlowNames(
                    new DatagramSocket(PORT, InetAddress.getByAddress(new byte[]{127, 53, (byte) own, 1})), folder,
                    pause);
            Process look = new ProcessBuilder(names.under(List.of("true"))).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return look.waitFor(20, TimeUnit.SECONDS) && look.exitValue() == 0 ? names : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The command that runs another under it; the process is the same. */
    List<String> under(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("unshare", "-m", "sh", "-c",
                "mount --bind " + configuration + " /etc/resolv.conf && exec \"$@\"", "sh"));
        whole.addAll(command);
        return whole;
    }

    /** How often it was asked for the address of a name. */
    int asked(String name) {
        return asked.getOrDefault(name, new AtomicInteger()).get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                socket.receive(question);
                answer(question);
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    /** An address of the usual kind there is; of any other kind there is none. */
    private void answer(DatagramPacket question) {
        ByteBuffer in = ByteBuffer.wrap(question.getData(), 0, question.getLength()).position(HEAD);
        String name = name(in);
        boolean known = in.getShort() == ADDRESS;
        int end = in.position() + Short.BYTES;
        if (known) {
            asked.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        }
        ByteBuffer out = ByteBuffer.allocate(512).put(question.getData(), 0, end);
        out.putShort(2, (short) 0x8180).putShort(6, (short) (known ? 1 : 0)).putInt(8, 0);
        if (known) {
            out.putShort((short) (0xc000 | HEAD)).putShort(ADDRESS).putShort((short) 1).putInt(0)
                    .putShort((short) 4).put(new byte[]{127, 0, 0, 1});
        }
        DatagramPacket answer = new DatagramPacket(out.array(), out.position(), question.getSocketAddress());
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS).execute(() -> send(answer));
    }

    private void send(DatagramPacket answer) {
        try {
            socket.send(answer);
        } catch (IOException e) {
            // Whoever asked is gone.
        }
    }

    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        for (int length = in.get(); length > 0; length = in.get()) {
            byte[] label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    @Override
    public void close() {
        socket.close();
    }
}
