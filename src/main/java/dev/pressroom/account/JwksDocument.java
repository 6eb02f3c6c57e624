package dev.pressroom.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The usable keys of a JSON Web Key Set (RFC 7517): public RSA, EC and Ed25519 keys for signatures, at most 100. A key
 * without {@code alg} appears once for each algorithm of its type.
 */
record JwksDocument(List<JsonObject> keys) {
    private static final int MAX_KEYS = 100;
    private static final List<String> RSA_ALGORITHMS = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Map<String, String> EC_ALGORITHMS =
            Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");

    static JwksDocument parse(JsonObject document) {
        JsonArray keys = Objects.requireNonNullElseGet(document.getJsonArray("keys"), JsonArray::new);
        return new JwksDocument(keys.stream()
                .limit(MAX_KEYS)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .flatMap(JwksDocument::usable)
                .toList());
    }

    /** Whether a token with this {@code kid} may be verified: a key has this id, or a key has none. */
    boolean has(String keyId) {
        return ids().contains(keyId) || keys.stream().anyMatch(key -> !key.containsKey("kid"));
    }

    private Set<String> ids() {
        return keys.stream()
                .map(key -> key.getString("kid"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Reduces a key to its public members; drops one for another use, type or algorithm. */
    private static Stream<JsonObject> usable(JsonObject key) {
        if (!"sig".equals(key.getValue("use", "sig"))) {
            return Stream.empty();
        }
        return algorithms(key).stream()
                .filter(algorithm -> algorithm.equals(key.getValue("alg", algorithm)))
                .map(algorithm -> publicPart(key).put("alg", algorithm));
    }

    private static List<String> algorithms(JsonObject key) {
        String curve = Objects.toString(key.getValue("crv"));
        return switch (Objects.toString(key.getValue("kty"))) {
            case "RSA" -> RSA_ALGORITHMS;
            case "EC" -> EC_ALGORITHMS.containsKey(curve) ? List.of(EC_ALGORITHMS.get(curve)) : List.of();
            case "OKP" -> curve.equals("Ed25519") ? List.of("EdDSA") : List.of();
            default -> List.of();
        };
    }

    private static JsonObject publicPart(JsonObject key) {
        JsonObject kept = new JsonObject();
        for (String name : List.of("kty", "kid", "n", "e", "crv", "x", "y")) {
            if (key.getValue(name) instanceof String text) {
                kept.put(name, text);
            }
        }
        return kept;
    }
}
