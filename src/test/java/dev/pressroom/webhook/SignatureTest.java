package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Secret;
import dev.pressroom.support.StandardWebhook;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example of the specification's reference libraries. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void theExampleOfTheSpecificationHasItsSignature() {
        assertThat(Signature.of(ID, TIMESTAMP, BODY, List.of(new Secret(SECRET))))
                .isEqualTo(SIGNATURE);
    }

    @Test
    void twoSecretsGiveTwoSignaturesSeparatedByASpace() {
        String other = WebhookSecret.generate();
        String header = Signature.of(ID, TIMESTAMP, BODY, List.of(new Secret(other), new Secret(SECRET)));
        assertThat(header.split(" ")).hasSize(2).contains(SIGNATURE);
        assertThat(StandardWebhook.isValid(other, ID, "" + TIMESTAMP, header, BODY, Instant.ofEpochSecond(TIMESTAMP)))
                .isTrue();
    }

    @Test
    void aBodyWithOtherLettersThanAsciiIsSignedAsUtf8() {
        String secret = WebhookSecret.generate();
        String body = "{\"title\":\"Überwintern 🌵\"}";
        String header = Signature.of(ID, TIMESTAMP, body, List.of(new Secret(secret)));
        assertThat(StandardWebhook.isValid(secret, ID, "" + TIMESTAMP, header, body, Instant.ofEpochSecond(TIMESTAMP)))
                .isTrue();
    }

    @Test
    void aSecretHasThirtyTwoRandomBytes() {
        String secret = WebhookSecret.generate();
        assertThat(secret).startsWith("whsec_").isNotEqualTo(WebhookSecret.generate());
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);
    }
}
