package dev.pressroom.webhook;

import dev.pressroom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs deliveries by the symmetric scheme {@code v1} of Standard Webhooks 1.0. */
final class Signature {
    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /**
     * The value of the header {@code webhook-signature}: one signature per secret, separated by spaces.
     *
     * @param timestamp seconds since the epoch, as in the header {@code webhook-timestamp}
     */
    static String of(String id, long timestamp, String body, List<Secret> secrets) {
        byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return secrets.stream().map(secret -> "v1," + hmac(secret, signed)).collect(Collectors.joining(" "));
    }

    private static String hmac(Secret secret, byte[] signed) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.value().substring(WebhookSecret.PREFIX.length()));
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
