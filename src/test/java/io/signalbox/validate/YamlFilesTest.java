package io.signalbox.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.event.Catalogue;

/** What lies in a folder of routes that is no such file, and keeps nobody from reading the others. */
class YamlFilesTest {
    private static final String ROUTE = "- route:\n    id: noc\n    from:\n      uri: bus:all\n      steps:\n        - log: noc\n";

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsLinkedIntoItselfIsReadOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("noc.camel.yaml"), ROUTE);
        Files.createSymbolicLink(Files.createDirectory(folder.resolve("sub")).resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.camel.yaml"), folder.resolve("gone.camel.yaml"));

        assertThat(YamlFiles.in(folder)).containsExactly(file);
    }

    @Test
    void whatIsTooLongToBeAConfigurationIsNotReadAndSaid() throws IOException {
        Path file = folder.resolve("noc.camel.yaml");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(1L << 33);
        }

        assertThat(said())
                .containsExactly(file + ":1:1 the file has 8192 MB; expected a configuration, which has less than 16");
    }

    @Test
    void soManyRoutesInAFileAreNone() throws IOException {
        Path file = Files.writeString(folder.resolve("noc.camel.yaml"), ROUTE.repeat(60_000));

        assertThat(said())
                .containsExactly(file + ":1:1 the file has more than 3 million characters; expected a configuration");
    }

    @Test
    void whatMayNotBeReadIsSaidAndTheRestIsCheckedNonetheless() throws IOException {
        Path hidden = Files.writeString(folder.resolve("hidden.camel.yaml"), ROUTE);
        assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
        Files.setPosixFilePermissions(hidden, java.util.Set.of());
        Files.writeString(folder.resolve("noc.camel.yaml"), ROUTE.replace("log", "lgo"));

        assertThat(said()).hasSize(2).first().asString().contains("the file may not be read by ");
    }

    private java.util.List<String> said() {
        return new Validation(Catalogue.load())
                .check(Validation.read(folder), Settings.of(Path.of("application.properties"), Map.of())).stream()
                .map(finding -> finding.place() + " " + finding.message()).toList();
    }
}
