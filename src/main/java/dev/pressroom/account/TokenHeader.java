package dev.pressroom.account;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a token says about its own signature. Nothing of it may be believed before the signature is checked: it only
 * helps to choose the key.
 */
record TokenHeader(String algorithm, Optional<String> keyId) {
    private static final int LONGEST = HttpSettings.MAX_HEADER_SIZE;

    /** Reads the first part of a token; fails when the text has not the form of a signed token. */
    static Future<TokenHeader> read(String jwt) {
        if (jwt.length() > LONGEST) {
            return refused("The token is longer than " + LONGEST + " characters.");
        }
        try {
            List<String> parts = Chars.split(jwt, '.');
            JsonObject header =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts.get(0))));
            if (header.containsKey("crit")) {
                return refused("The token demands extensions (crit) that are not known here.");
            }
            if (parts.size() == 3 && !parts.contains("") && header.getValue("alg") instanceof String algorithm) {
                return Future.succeededFuture(new TokenHeader(
                        algorithm, Optional.ofNullable(header.getValue("kid")).map(Object::toString)));
            }
        } catch (RuntimeException e) {
            return noToken();
        }
        return noToken();
    }

    static <T> Future<T> refused(String sentence) {
        return Future.failedFuture(new Failure(ErrorCode.UNAUTHENTICATED, sentence));
    }

    private static <T> Future<T> noToken() {
        return refused("The token is not a JSON Web Token: three parts, joined by dots.");
    }
}
