package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is a mistake in a template found before an event is sent by it? */
class BodyTemplateTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"text\": \"{titel}\"}           | there is no {titel}; expected one of",
            "{\"text\": {title}                | the template is no JSON",
            "{\"text\": \"{title}\",}          | the template is no JSON",
            "{\"text\": {Title}}               | there is no {Title}",
            "{title} {message}                 | the template is not one JSON value",
            "{'text': {title}}                 | the template is no JSON"})
    void whatIsWrongIsSaid(String template, String words) {
        assertThatThrownBy(() -> new BodyTemplate(template, BodyKind.JSON)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"application/octet-stream", "json", "application/x-ndjson", "image/png"})
    void aKindOfBodyThatNobodyKnowsHowToEscapeIsNotGuessed(String contentType) {
        assertThatThrownBy(() -> BodyKind.of(contentType)).hasMessageContaining("expected application/json");
    }
}
