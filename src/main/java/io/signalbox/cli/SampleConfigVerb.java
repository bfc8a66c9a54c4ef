package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What does somebody begin with who has nothing? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "sample-config", mixinStandardHelpOptions = true, description = {
        "Writes a directory that Signalbox runs in: application.properties and all routes, with comments.",
        "It runs as it is, and keeps events in files; every other backend is there, and off. Nothing is overwritten.",
        "An editor that knows YAML completes and checks the routes by schemas/, which their first line names."}, footer = {
                "", "Example:", "  signalbox sample-config noc && cd noc && signalbox run"})
public final class SampleConfigVerb implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", defaultValue = "signalbox", description = "The directory to make (${DEFAULT-VALUE}).")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw Unable.failed(folder + " is not empty; nothing was written");
        }
        int files = 0;
        try (InputStream sample = SampleConfigVerb.class.getResourceAsStream("sample.zip")) {
            if (sample == null) {
                throw Unable.failed(
                        "this build has no sample in it; take application.properties and routes/ of the sources");
            }
            ZipInputStream zip = new ZipInputStream(sample);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && target.startsWith(folder.normalize())) {
                    Files.createDirectories(target.getParent());
                    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                        out.write(modeline(entry.getName()).getBytes(UTF_8));
                        zip.transferTo(out);
                    }
                    files++;
                }
            }
        }
        spec.commandLine().getOut()
                .println("%1$s: %2$d files. Next:%n  cd %1$s%n  %3$s validate%n  %3$s".formatted(folder,
                        files, command()));
        return 0;
    }

    /** Tells an editor by which schema a file is to be completed and checked. */
    private static String modeline(String name) {
        String schema = name.endsWith(".camel.yaml")
                ? "routes"
                : name.endsWith(".kamelet.yaml")
                        ? "kamelet"
                        : name.matches("routes/devices.*")
                                ? "devices"
                                : name.matches("routes/profiles/.*") ? "profile" : null;
        return schema == null
                ? ""
                : "# yaml-language-server: $schema=" + "../".repeat(Path.of(name).getNameCount() - 1) + "schemas/"
                        + schema
                        + ".json\n";
    }

    /** How Signalbox was called, to be called so again from elsewhere. */
    private static String command() {
        String jar = System.getProperty("sun.java.command", "").split(" ", 2)[0];
        return jar.endsWith(".jar") ? "java -jar " + Path.of(jar).toAbsolutePath().normalize() : "signalbox";
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
