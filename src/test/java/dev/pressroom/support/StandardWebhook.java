package dev.pressroom.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies deliveries as the specification Standard Webhooks 1.0 tells receivers to, without the code under test. */
public final class StandardWebhook {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private StandardWebhook() {}

    /**
     * Whether one of the signatures in the header is valid for the secret and the time is within the tolerance.
     *
     * @param secret with its prefix
     * @param signatures the header {@code webhook-signature}
     */
    public static boolean isValid(
            String secret, String id, String timestamp, String signatures, String body, Instant now) {
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] expected = signature(secret, id + "." + timestamp + "." + body);
        for (String versioned : signatures.split(" ")) {
            String[] parts = versioned.split(",", 2);
            if (parts[0].equals("v1")
                    && MessageDigest.isEqual(expected, parts[1].getBytes(StandardCharsets.US_ASCII))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] signature(String secret, String content) {
        if (!secret.startsWith("whsec_")) {
            throw new AssertionError("no secret: " + secret);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            return Base64.getEncoder().encode(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
