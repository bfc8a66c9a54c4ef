package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EllipsisTest {
    @Test
    void aTextThatFitsIsLeftWhole() {
        assertThat(Ellipsis.cut("12345", 5)).isEqualTo("12345");
        assertThat(Ellipsis.cut(null, 5)).isNull();
    }

    @Test
    void aTextTooLongEndsInAnEllipsisWithinTheLimit() {
        assertThat(Ellipsis.cut("123456", 5)).isEqualTo("1234…");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Ellipsis.cut("ab😀cd", 4)).isEqualTo("ab…");
        assertThat(Ellipsis.cut("ab😀cd", 5)).isEqualTo("ab😀…");
    }

    @Test
    void noAccentAndNoMemberOfAFamilyIsCutOff() {
        assertThat(Ellipsis.cut("abe\u0301cd", 4)).isEqualTo("ab…");
        assertThat(Ellipsis.cut("abe\u0301cd", 5)).isEqualTo("abe\u0301…");
        String family = "👩\u200d👩\u200d👦";
        for (int longest = 2; longest < 2 + family.length(); longest++) {
            assertThat(Ellipsis.cut("a" + family + "bc", longest)).isEqualTo("a…");
        }
        assertThat(Ellipsis.cut("a" + family + "bc", 2 + family.length())).isEqualTo("a" + family + "…");
        assertThat(SlackText.of("a" + family + "bc", 7)).isEqualTo("a…");
    }

    @Test
    void whatIsAllAccentsIsCutAllTheSame() {
        assertThat(Ellipsis.cut("e" + "\u0301".repeat(1000), 500)).hasSize(500).endsWith("…");
    }
}
