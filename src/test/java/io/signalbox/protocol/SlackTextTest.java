package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlackTextTest {
    @Test
    void whatSlackWouldTakeForAMentionIsEscaped() {
        assertThat(SlackText.of("<!channel> & <@U1>", 100)).isEqualTo("&lt;!channel&gt; &amp; &lt;@U1&gt;");
    }

    @Test
    void aTextThatJustFitsIsLeftWhole() {
        assertThat(SlackText.of("12345", 5)).isEqualTo("12345");
        assertThat(SlackText.of("", 5)).isEmpty();
    }

    @Test
    void aTextTooLongEndsInAnEllipsisWithinTheLimit() {
        assertThat(SlackText.of("123456", 5)).isEqualTo("1234…");
    }

    @Test
    void theLimitHoldsAfterEscapingAndNoEscapeIsCut() {
        String text = SlackText.of("a&&&", 10);

        assertThat(text).isEqualTo("a&amp;…").hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(SlackText.of("ab😀😀", 5)).isEqualTo("ab😀…");
        assertThat(SlackText.of("ab😀😀", 4)).isEqualTo("ab…");
    }
}
