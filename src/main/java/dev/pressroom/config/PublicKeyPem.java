package dev.pressroom.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key that verifies tokens, with the signature algorithms for its type.
 *
 * @param pem the PEM text, with its line breaks
 * @param algorithms names of RFC 7518 and RFC 8037
 */
public record PublicKeyPem(String pem, List<String> algorithms) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int MIN_RSA_BITS = 2048;
    private static final List<String> RSA_ALGORITHMS = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Map<Integer, String> EC_ALGORITHMS = Map.of(256, "ES256", 384, "ES384", 521, "ES512");

    /** Parses a key; empty when the text is no public key in PEM, or one of another type or size. */
    public static Optional<PublicKeyPem> read(String text) {
        String pem = text.replace("\\n", "\n").strip();
        Matcher found = PEM.matcher(pem);
        if (!found.matches()) {
            return Optional.empty();
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(1));
        return key("RSA", der)
                .or(() -> key("EC", der))
                .or(() -> key("Ed25519", der))
                .map(PublicKeyPem::algorithmsOf)
                .filter(algorithms -> !algorithms.isEmpty())
                .map(algorithms -> new PublicKeyPem(pem, algorithms));
    }

    private static Optional<PublicKey> key(String family, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static List<String> algorithmsOf(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= MIN_RSA_BITS ? RSA_ALGORITHMS : List.of();
        }
        if (key instanceof ECPublicKey ec) {
            return Optional.ofNullable(
                            EC_ALGORITHMS.get(ec.getParams().getOrder().bitLength()))
                    .map(List::of)
                    .orElse(List.of());
        }
        return List.of("EdDSA");
    }
}
