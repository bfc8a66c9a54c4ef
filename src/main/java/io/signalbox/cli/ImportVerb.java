package io.signalbox.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How do the backends of another program get here? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Turns LNMT's connectors (YAML) or Wafer's integrations (JSON) into backends: a route file for each, and properties.",
        "Secrets are written nowhere: they become variables of the environment, whose names are printed."}, footer = {
                "", "Examples:", "  signalbox import config.yaml", "  signalbox import integrations.json --dry-run"})
public final class ImportVerb implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The other program's file.")
    private Path file;

    @Option(names = "--dry-run", description = "Print what would be written, and write nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Unable.usage("there is no file " + file);
        }
        Imported.All found = ImportReader.read(Files.readString(file));
        Path folder = new Settings().routes().resolve("backends");
        PrintWriter out = spec.commandLine().getOut();
        Set<String> variables = new TreeSet<>();
        Set<Path> taken = new TreeSet<>();
        for (Imported each : found.backends()) {
            Imported backend = each.named(free(folder, each.name(), taken));
            taken.add(file(folder, backend.name()));
            write(out, file(folder, backend.name()), backend.route(file.getFileName().toString()), false);
            write(out, Path.of("application.properties"), properties(backend), true);
            variables.addAll(backend.variables());
        }
        if (!variables.isEmpty()) {
            out.println("Set in the environment, before it runs: " + String.join(" ", variables));
        }
        found.notes().forEach(spec.commandLine().getErr()::println);
        return found.notes().stream().anyMatch(note -> note.contains("is left out")) ? 1 : 0;
    }

    /** A backend that is here already is not touched. */
    private static String free(Path folder, String name, Set<Path> taken) {
        String free = name;
        for (int number = 2; Files.exists(file(folder, free)) || taken.contains(file(folder, free)); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ".camel.yaml");
    }

    private String properties(Imported backend) {
        StringBuilder lines = new StringBuilder("\n# Backend " + backend.name() + ", taken over from "
                + file.getFileName() + ".\n");
        backend.properties().forEach((name, value) -> lines.append(name).append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n")).append('\n'));
        return lines.toString();
    }

    private void write(PrintWriter out, Path target, String text, boolean append) throws IOException {
        if (dryRun) {
            out.println("--- " + target);
            out.println(text.strip());
            return;
        }
        if (append) {
            Files.writeString(target, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else {
            Files.createDirectories(target.getParent());
            Files.writeString(target, text, StandardOpenOption.CREATE_NEW);
            out.println(target);
        }
    }
}
