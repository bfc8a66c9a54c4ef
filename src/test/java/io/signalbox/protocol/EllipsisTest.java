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
}
