package io.signalbox.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.apache.camel.CamelContext;

import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.validate.Finding;
import io.signalbox.validate.Validation;
import io.signalbox.validate.YamlFiles;

/** Do the routes of a folder keep the promises of the tests beside them? */
public final class Verification implements AutoCloseable {
    /** Tests may speak of any time. */
    private static final Duration ANY_TIME = Duration.ofDays(36500);

    private final Path folder;
    private final EventReader reader;
    private final Validation validation;
    private final RouteTexts texts;
    private final TestedRoutes routes;

    /**
     * @param running
     *            the Camel whose beans the routes name
     * @param setting
     *            what a property is, or null
     */
    public Verification(CamelContext running, Catalogue catalogue, Path folder, UnaryOperator<String> setting)
            throws Exception {
        this.folder = folder;
        String source = setting.apply("signalbox.intake.source");
        this.reader = new EventReader(new Normaliser(catalogue, Clock.systemUTC(),
                source == null ? "signalbox" : source, ANY_TIME));
        this.validation = new Validation(catalogue);
        this.texts = new RouteTexts(folder);
        this.routes = new TestedRoutes(running, catalogue, folder,
                name -> name.equals("signalbox.routes.dir") ? folder.toString() : setting.apply(name));
        for (Path file : texts.errorHandling()) {
            routes.loadErrorHandling(file.toString(), texts.text(file));
        }
    }

    /** The files of tests in a folder, in the order of their paths. */
    public static List<Path> files(Path folder) {
        return YamlFiles.in(folder).stream().filter(file -> file.toString().endsWith(Validation.TESTS)).toList();
    }

    /**
     * Tries the tests of a file; one that is no such file is one that fails.
     *
     * @param wanted
     *            which tests, by their names
     */
    public List<Checked> check(Path file, Predicate<String> wanted) {
        try {
            List<Finding> wrong = validation.checkTests(file.toString(), Files.readString(file));
            if (!wrong.isEmpty()) {
                return wrong.stream().map(finding -> new Checked(finding.file(), finding.line(), "the file",
                        List.of(), finding.message(), Duration.ZERO)).toList();
            }
            List<Checked> checked = new ArrayList<>();
            for (TestCase one : TestFile.read(file, folder, reader)) {
                if (wanted.test(one.name())) {
                    checked.add(check(one));
                }
            }
            return checked;
        } catch (Unreadable e) {
            return List.of(new Checked(file.toString(), e.line(), "the file", List.of(), e.getMessage(),
                    Duration.ZERO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Checked check(TestCase one) {
        long began = System.nanoTime();
        List<Mismatch> mismatches = List.of();
        String error = null;
        try {
            mismatches = new Comparison(one, new CaseTrial(one, texts, routes).run()).mismatches();
        } catch (Exception e) {
            error = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        return new Checked(one.file(), one.line(), one.name(), mismatches, error,
                Duration.ofNanos(System.nanoTime() - began));
    }

    @Override
    public void close() {
        routes.close();
    }
}
