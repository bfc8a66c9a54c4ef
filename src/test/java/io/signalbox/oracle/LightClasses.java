package io.signalbox.oracle;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * Which classes does a light Signalbox run, and how do they come into its JVM? It is started hundreds of times, and most of a start is loading
 * them: so the first one leaves an archive to the others, in which they lie as a JVM has them.
 *
 * @param options
 *            what a JVM is told of them
 */
record LightClasses(List<String> options) {

    private static final class Made {
        private static final LightClasses ONCE = make();
    }

    /** Those of this run of the tests. */
    static LightClasses ofThisRun() {
        return Made.ONCE;
    }

    private static LightClasses make() {
        try {
            Path folder = Files.createTempDirectory("light-classes");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            LightClasses plain = new LightClasses(List.of("-cp", jars(folder)));
            Path archive = folder.resolve("light.jsa");
            learn(folder, plain, archive);
            if (!Files.exists(archive)) {
                return plain;
            }
            List<String> options = new ArrayList<>(plain.options);
            options.add("-XX:SharedArchiveFile=" + archive);
            return new LightClasses(options);
        } catch (Exception e) {
            throw new AssertionError("the classes of a light Signalbox can't be laid down", e);
        }
    }

    /** The class path; only what comes from jars can be archived. */
    private static String jars(Path folder) throws IOException {
        List<String> path = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path place = Path.of(part);
            path.add(Files.isDirectory(place) ? jar(place, folder.resolve(path.size() + ".jar")).toString() : part);
        }
        return String.join(File.pathSeparator, path);
    }

    private static Path jar(Path classes, Path file) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> all = Files.walk(classes)) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, jar);
                jar.closeEntry();
            }
        }
        return file;
    }

    /** Lets one take in and deliver an event. */
    private static void learn(Path folder, LightClasses classes, Path archive) throws Exception {
        try (LineBackend backend = new LineBackend(LineBackend.Manner.KIND, 0)) {
            LightProcess process = new LightProcess(folder, folder.resolve("data"), System.currentTimeMillis(), classes,
                    List.of("-XX:ArchiveClassesAtExit=" + archive), List.of("first=" + backend.port() + "=bus:all"));
            if (process.port == Door.CLOSED) {
                return;
            }
            Door door = new Door();
            door.at(process.port);
            Ledger ledger = new Ledger();
            new Sender("first", 1, door, ledger, 0, 0).sendFresh();
            LightCampaign.patiently(() -> backend.arrivals.hasAll(ledger.accepted()));
            process.stop();
            process.status();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            // It lies in the directory for temporary files.
        }
    }
}
