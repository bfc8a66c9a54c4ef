package io.signalbox.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.journal.Doctor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Is the journal as it should be? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "doctor", mixinStandardHelpOptions = true, description = {
        "Checks the journal: its file, the checksum of every event, where each backend stands, and what no longer belongs to anything.",
        "It may do so while an instance runs, and on a copy of the directory. It changes nothing unless --repair is given."}, footer = {
                "", "Examples:", "  signalbox doctor", "  signalbox doctor --export events.ndjson",
                "  signalbox doctor /var/lib/signalbox --repair"})
public final class DoctorVerb implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATION = "application.properties";
    private static final int BUFFER = 1 << 16;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The directory that holds journal.db; by default signalbox.data.")
    private Path directory;

    @Option(names = "--repair", description = "Mend what is wrong. Nothing may run on the directory meanwhile. Damaged events are set aside, no event is deleted.")
    private boolean repair;

    @Option(names = "--export", paramLabel = "FILE", description = "Write events to a new file, a line of JSON each; - is standard output. Nothing is checked then.")
    private String export;

    @Option(names = "--backend", paramLabel = "NAME", description = "With --export: only what this backend has not got yet, whether or not its filter wants it.")
    private String backend;

    @Option(names = "--quarantined", description = "With --export: what can still be read of damaged events, which may not be what was sent.")
    private boolean quarantined;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (export == null && (backend != null || quarantined) || backend != null && quarantined) {
            throw Unable
                    .usage("--backend and --quarantined each say what --export FILE writes; give one of them, with it");
        }
        if (export != null && repair) {
            throw Unable.usage("--export and --repair are done one after the other; give one of them");
        }
        Path data = directory == null ? data() : directory;
        Waiting waiting = new Waiting(spec.commandLine().getErr());
        try {
            Doctor doctor = new Doctor(data, waiting);
            return export == null ? check(doctor, data) : export(doctor);
        } catch (NoSuchElementException e) {
            throw Unable.usage(e.getMessage());
        } catch (SQLException | IllegalStateException e) {
            throw Unable.failed(e.getMessage());
        } finally {
            waiting.close();
        }
    }

    private int check(Doctor doctor, Path data) throws SQLException, JsonProcessingException {
        List<String> repaired = repair ? doctor.repair() : List.of();
        Doctor.Report report = doctor.examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode said = JSON.createObjectNode().put("directory", data.toAbsolutePath().toString())
                    .put("good", report.isGood()).put("events", report.events());
            said.set("facts", JSON.valueToTree(report.facts()));
            said.set("findings", JSON.valueToTree(report.findings()));
            said.set("notes", JSON.valueToTree(report.notes()));
            said.set("repaired", JSON.valueToTree(repaired));
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(said));
        } else {
            out.println(data.toAbsolutePath());
            report.facts().forEach(fact -> out.println("  " + fact));
            repaired.forEach(what -> tell(out, "@|yellow mended|@", what));
            report.notes().forEach(note -> tell(out, "@|yellow note|@  ", note));
            report.findings().forEach(finding -> tell(out, "@|red FOUND|@ ", finding));
            tell(out, report.isGood() ? "@|green ok|@    " : "@|red FAILED|@",
                    report.isGood() ? "all is as it should be" : report.findings().size() + " found");
        }
        return report.isGood() ? 0 : 1;
    }

    private static void tell(PrintWriter out, String mark, String what) {
        out.println(Help.Ansi.AUTO.string(mark) + " " + what);
    }

    private int export(Doctor doctor) throws SQLException, IOException {
        long written;
        try (OutputStream file = file(); OutputStream out = new BufferedOutputStream(file, BUFFER)) {
            written = quarantined ? doctor.exportQuarantined(out) : doctor.export(out, backend);
        } catch (NoSuchElementException e) {
            if (!export.equals("-")) {
                Files.deleteIfExists(Path.of(export));
            }
            throw e;
        }
        spec.commandLine().getErr().println(written + " events written");
        return 0;
    }

    private OutputStream file() throws IOException {
        if (export.equals("-")) {
            return new FilterOutputStream(System.out) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                }

                @Override
                public void close() throws IOException {
                    flush();
                }
            };
        }
        try {
            return Files.newOutputStream(Path.of(export), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw Unable.usage("--export: there is a file " + export + " already");
        }
    }

    /** As the application itself would find it, without starting it. */
    private static Path data() throws IOException {
        String said = System.getProperty("signalbox.data", System.getenv("SIGNALBOX_DATA"));
        if (said != null) {
            return Path.of(said);
        }
        Properties configuration = new Properties();
        if (Files.exists(Path.of(CONFIGURATION))) {
            try (Reader reader = Files.newBufferedReader(Path.of(CONFIGURATION))) {
                configuration.load(reader);
            }
        }
        return Path.of(configuration.getProperty("signalbox.data", "data"));
    }

    /** Says what takes longer than a second, once a second. */
    private static final class Waiting implements Doctor.Listener {
        private final PrintWriter err;
        private final Thread thread;
        private volatile String doing;

        Waiting(PrintWriter err) {
            this.err = err;
            this.thread = new Thread(this::run, "doctor-progress");
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                for (int seconds = 1;; seconds++) {
                    Thread.sleep(1_000);
                    String now = doing;
                    if (now != null) {
                        err.println(now + " (" + seconds + " s)");
                        err.flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void at(String what, long done, long of) {
            if (what.startsWith("left out")) {
                err.println(what);
            } else {
                doing = of > 0 ? what + ": " + 100 * done / of + " %" : what;
            }
        }

        void close() {
            thread.interrupt();
        }
    }
}
