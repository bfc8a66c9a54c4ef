package io.signalbox.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.signalbox.event.Catalogue;

/** What a person is told of a mistake. Each file is one, laid beside our own routes; it says itself what is expected, and nothing else may be found. */
class BrokenTest {
    private static final Path CORPUS = Path.of("src/test/resources/broken");
    private static final Path PROPERTIES = Path.of("application.properties");
    private static final Validation VALIDATION = new Validation(Catalogue.load());
    private static final Map<String, String> OURS = Validation.read(Path.of("routes"));

    static Stream<Path> mistakes() throws IOException {
        return Files.list(CORPUS).sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlaceAndTheWayOut(Path mistake) {
        assertThat(found(mistake)).containsExactlyElementsOf(
                lines(mistake, "# expect: ").stream().map(line -> place(mistake) + ":" + line).toList());
    }

    static List<String> found(Path mistake) {
        Map<String, String> environment = new HashMap<>();
        lines(mistake, "# set: ").forEach(
                line -> environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        Map<String, String> texts = new TreeMap<>(OURS);
        texts.put(place(mistake), text(mistake));
        return VALIDATION.check(texts, Settings.of(PROPERTIES, environment)).stream()
                .map(finding -> finding.place() + " " + finding.message()).toList();
    }

    private static List<String> lines(Path mistake, String mark) {
        return text(mistake).lines().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length()))
                .toList();
    }

    /** Where in our routes the file would stand. */
    private static String place(Path mistake) {
        String name = mistake.getFileName().toString();
        String stem = name.substring(0, name.indexOf('.'));
        if (name.endsWith(".kamelet.yaml")) {
            return "routes/kamelets/" + name;
        }
        return name.endsWith(".devices.yaml")
                ? "routes/devices." + stem + ".yaml"
                : name.endsWith(".profile.yaml") ? "routes/profiles/" + stem + ".yaml" : "routes/sources/" + name;
    }

    private static String text(Path file) {
        try {
            return YamlFiles.text(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void weHaveMadeManyMistakes() throws IOException {
        assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(60);
    }
}
