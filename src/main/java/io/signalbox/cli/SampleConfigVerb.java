package io.signalbox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        "It runs as it is, and keeps events in files; every other backend is there, and off. Nothing is overwritten."}, footer = {
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
                    Files.copy(zip, target);
                    files++;
                }
            }
        }
        spec.commandLine().getOut().println(folder + ": " + files + " files. Next:\n  cd " + folder
                + "\n  signalbox list\n  signalbox run");
        return 0;
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
