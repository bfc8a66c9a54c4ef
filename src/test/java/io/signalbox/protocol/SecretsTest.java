package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String WEBHOOK = "https://hooks.slack.com/services/T012/B345/s3cr3tw3bh00k";

    @Test
    void aSecretIsMaskedWhereverItStands() {
        Secrets secrets = new Secrets(List.of("hunter2", "k3y"));

        assertThat(secrets.mask("login with hunter2 (hunter2) and k3y failed"))
                .isEqualTo("login with *** (***) and *** failed");
    }

    @Test
    void ofTwoSecretsTheLongerIsMaskedWhole() {
        assertThat(new Secrets(List.of("abc", "abcdef")).mask("abcdef abc")).isEqualTo("*** ***");
    }

    @Test
    void aSecretUrlIsMaskedInTheFormsThatOthersPrintItIn() {
        Secrets secrets = new Secrets(List.of(WEBHOOK));

        assertThat(secrets.mask("POST " + WEBHOOK + " failed")).isEqualTo("POST *** failed");
        assertThat(secrets.mask("The requested URL /services/T012/B345/s3cr3tw3bh00k was not found"))
                .isEqualTo("The requested URL *** was not found");
        assertThat(secrets.mask("no hook s3cr3tw3bh00k")).isEqualTo("no hook ***");
    }

    @Test
    void thePasswordAndTheQueryOfAUrlAreSecretToo() {
        Secrets secrets = new Secrets(List.of("http://ops:p%40ss@host/in?key=0815-4711&v=2"));

        assertThat(secrets.mask("ops:p%40ss, p@ss, 0815-4711, GET /in?key=0815-4711&v=2"))
                .isEqualTo("***, ***, ***, GET ***");
    }

    @Test
    void ofHeadersTheOnesThatAreNamedSoAreSecret() {
        Secrets secrets = new Secrets(List.of("X-Source: signalbox, X-Api-Key: s3cr3t, with, commas, X-Team: ops"));

        assertThat(secrets.mask("signalbox, ops: no key s3cr3t, with, commas")).isEqualTo("signalbox, ops: no key ***");
    }

    @Test
    void credentialsAreMaskedEvenIfNobodyToldUsOfThem() {
        assertThat(new Secrets(List.of()).mask("Authorization: Basic b3BzOnBhc3N3b3Jk, sent Bearer eyJhbGciOi.J9.x-_"))
                .isEqualTo("Authorization: Basic ***, sent Bearer ***");
    }

    @Test
    void wordsAboutCredentialsAreNone() {
        String answer = "apikey authentication for id 4711 failed; try Basic realm=\"security\"";

        assertThat(new Secrets(List.of()).mask(answer)).isEqualTo(answer);
    }

    @Test
    void whatIsNotSetHidesNothing() {
        assertThat(new Secrets(Arrays.asList(null, "", "  ")).mask("a plain text")).isEqualTo("a plain text");
        assertThat(new Secrets(List.of("x")).mask(null)).isNull();
    }

    @Test
    void aSecretIsTakenLiterally() {
        assertThat(new Secrets(List.of("a.b$1\\")).mask("axb$1 a.b$1\\")).isEqualTo("axb$1 ***");
    }

    @Test
    void aSecretThatOnlyLooksLikeAUrlIsMaskedWhole() {
        assertThat(new Secrets(List.of("p://a b")).mask("<p://a b>")).isEqualTo("<***>");
    }
}
