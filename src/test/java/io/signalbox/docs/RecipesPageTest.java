package io.signalbox.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** {@code docs/recipes.md} shows the files that are tested. {@code ./mvnw test -Dtest=RecipesPageTest -Ddocs.write=true} shows them anew. */
class RecipesPageTest {
    private static final Path PAGE = Path.of("docs/recipes.md");
    /** A link to a file, and after it what stands in that file. */
    private static final Pattern SHOWN = Pattern.compile("(\\]\\(([^)#]+)\\)\\n\\n```\\w+\\n).*?(?<=\\n)```\\n",
            Pattern.DOTALL);

    @Test
    void thePageShowsEveryRecipeAsItIs() throws IOException {
        String page = SHOWN.matcher(Files.readString(PAGE)).replaceAll(RecipesPageTest::shown);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
        try (Stream<Path> files = Files.walk(Path.of("docs/recipes"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".test.yaml")))
                    .isNotEmpty().allSatisfy(file -> assertThat(page).contains("](" + PAGE.getParent().relativize(file)
                            + ")\n\n```"));
        }
    }

    private static String shown(MatchResult block) {
        try {
            String text = Files.readString(PAGE.resolveSibling(block.group(2)));
            return Matcher.quoteReplacement(block.group(1) + text + "```\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
