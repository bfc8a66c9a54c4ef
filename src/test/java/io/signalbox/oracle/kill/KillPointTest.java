package io.signalbox.oracle.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A point that a changed source has moved away from under the oracle is noticed at once. */
class KillPointTest {
    @ParameterizedTest
    @EnumSource
    void everyPointLiesInTheApplication(KillPoint point) throws Exception {
        byte[] type = Files.readAllBytes(Path.of("target/classes", point.type().replace('.', '/') + ".class"));

        assertThat(Sites.in(type, point)).as("%s.%s, %s %s", point.type(), point.method(), point.where(), point.call())
                .isNotNull();
    }
}
