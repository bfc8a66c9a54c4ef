package io.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {

    @ParameterizedTest
    @CsvSource({"printer.*,printer.jam,true", "printer.*,printer.,true", "printer.*,printer,false", "*,anything,true",
            "*.failed,job.failed,true", "*.failed,job.failed.twice,false", "p*r.j*m,printer.jam,true",
            "printer.jam,printer.jam,true", "printer.jam,printer.jams,false", "**,x,true", "a*b*c,aXbYbZc,true",
            "a.c,abc,false", "Printer.*,printer.jam,false"})
    void aStarStandsForAnyPart(String pattern, String name, boolean matches) {
        assertThat(Pattern.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void aHostilePatternCostsNothing() {
        assertThat(Pattern.matches("*a".repeat(200) + "b", "a".repeat(20_000))).isFalse();
    }
}
