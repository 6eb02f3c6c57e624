package dev.pressroom.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A document of JSON Web Keys (RFC 7517), reduced to those that may check tokens: public, RS256 or ES256. */
record JwksDocument(List<JsonObject> keys) {
    private static final Map<String, String> ALGORITHM_OF_TYPE = Map.of("RSA", "RS256", "EC", "ES256");

    static JwksDocument parse(JsonObject document) {
        JsonArray keys = Objects.requireNonNullElseGet(document.getJsonArray("keys"), JsonArray::new);
        return new JwksDocument(keys.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(JwksDocument::usable)
                .flatMap(Optional::stream)
                .toList());
    }

    boolean has(String keyId) {
        return ids().contains(keyId) || keys.stream().anyMatch(key -> !key.containsKey("kid"));
    }

    private Set<String> ids() {
        return keys.stream()
                .map(key -> key.getString("kid"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Keeps the public members only; a key for another use, type or algorithm is left out. */
    private static Optional<JsonObject> usable(JsonObject key) {
        String algorithm = ALGORITHM_OF_TYPE.get(Objects.toString(key.getValue("kty")));
        boolean fits = algorithm != null
                && algorithm.equals(key.getValue("alg", algorithm))
                && "sig".equals(key.getValue("use", "sig"))
                && (algorithm.equals("RS256") || "P-256".equals(key.getValue("crv")));
        if (!fits) {
            return Optional.empty();
        }
        JsonObject kept = new JsonObject().put("alg", algorithm);
        for (String name : List.of("kty", "kid", "n", "e", "crv", "x", "y")) {
            if (key.getValue(name) instanceof String text) {
                kept.put(name, text);
            }
        }
        return Optional.of(kept);
    }
}
