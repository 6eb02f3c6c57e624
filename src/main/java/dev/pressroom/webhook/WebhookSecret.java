package dev.pressroom.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates the secrets with which deliveries are signed: {@code whsec_} and 32 random bytes in base64. */
final class WebhookSecret {
    static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookSecret() {}

    static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
