package dev.pressroom.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key that tokens are checked with, and the one algorithm that fits it.
 *
 * @param pem as it is written, lines and all
 * @param algorithm {@code RS256} or {@code ES256}
 */
public record PublicKeyPem(String pem, String algorithm) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int LEAST_RSA_BITS = 2048;
    private static final int P256_BITS = 256;

    /** Reads a key; nothing when it is not one, or not one that is strong enough. */
    public static Optional<PublicKeyPem> read(String text) {
        String pem = text.replace("\\n", "\n").strip();
        Matcher found = PEM.matcher(pem);
        if (!found.matches()) {
            return Optional.empty();
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(1));
        return key("RSA", der)
                .or(() -> key("EC", der))
                .flatMap(PublicKeyPem::algorithmOf)
                .map(algorithm -> new PublicKeyPem(pem, algorithm));
    }

    private static Optional<PublicKey> key(String family, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> algorithmOf(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return Optional.of("RS256");
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
            return Optional.of("ES256");
        }
        return Optional.empty();
    }
}
