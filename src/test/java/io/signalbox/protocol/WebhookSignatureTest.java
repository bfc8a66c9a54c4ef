package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    /** From libraries/javascript/src/webhook.test.ts in https://github.com/standard-webhooks/standard-webhooks */
    @Test
    void itIsTheOneOfThePublishedTestVector() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(WebhookSignature.sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_s3cr3t!", "s3cr3t", "whsec_czNjcjN0",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw czNjcjN0"})
    void aSecretThatIsNoneStopsTheStartAndIsNotShown(String secret) {
        WebhookSignature signature = new WebhookSignature();
        signature.setSecret(secret);

        assertThatThrownBy(signature::start).hasMessageStartingWith("webhook-sink: the signingSecret")
                .hasMessageNotContaining("czNjcjN0").hasMessageNotContaining("s3cr3t").hasNoCause();
    }
}
