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

/** The unverified header of a signed JWT (RFC 7515, section 4). It may only be used to choose the key. */
record TokenHeader(String algorithm, Optional<String> keyId) {
    private static final int MAX_LENGTH = HttpSettings.MAX_HEADER_SIZE;

    /** Decodes the header of a token. Fails with {@code UNAUTHENTICATED} for a text that is no signed JWT. */
    static Future<TokenHeader> read(String jwt) {
        if (jwt.length() > MAX_LENGTH) {
            return refused("The token is longer than " + MAX_LENGTH + " characters.");
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
            return malformed();
        }
        return malformed();
    }

    static <T> Future<T> refused(String sentence) {
        return Future.failedFuture(new Failure(ErrorCode.UNAUTHENTICATED, sentence));
    }

    private static <T> Future<T> malformed() {
        return refused("The token is not a JSON Web Token: three parts, joined by dots.");
    }
}
