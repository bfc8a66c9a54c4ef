package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LightSignalbox} as a process of its own, seen from outside. */
final class LightProcess {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path log;
    /** Where it listens; 0 where it died before it said so. */
    final int port;

    /**
     * @param options
     *            what its JVM is told besides
     */
    LightProcess(Path folder, Path data, long began, LightClasses classes, List<String> options,
            List<String> backends) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        command.addAll(options);
        command.addAll(classes.options());
        command.addAll(List.of(LightSignalbox.class.getName(), data.toString(), String.valueOf(began)));
        command.addAll(backends);
        log = folder.resolve("log");
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        port = ready();
    }

    private int ready() throws IOException {
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            log(line);
            if (line.startsWith("ready ")) {
                Threads.daemon("light-out", () -> out.lines().forEach(this::log));
                return Integer.parseInt(line.substring(6));
            }
        }
        return 0;
    }

    private void log(String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // The test is over, and its directory gone.
        }
    }

    boolean dies(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What it has written, and those before it. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to stop. */
    void stop() throws IOException {
        process.getOutputStream().close();
    }

    /** What it ended with. */
    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.toHandle().destroyForcibly();
            throw new AssertionError("Signalbox neither died nor stopped; its log is " + log);
        }
        return process.exitValue();
    }
}
