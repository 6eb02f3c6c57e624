package dev.pressroom.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The keys that verify the signatures of tokens. */
interface TokenKeys {
    /**
     * Verifies the signature and returns the unchecked claims. Fails with {@code UNAUTHENTICATED} for an invalid signature,
     * or with {@code OVERLOADED} while there are no keys.
     */
    Future<JsonObject> claims(TokenHeader header, String jwt);

    /** Starts to fetch newer keys if the present ones are too old; called at each use. */
    void refreshIfStale();

    /** Why no key is available; empty if one is. */
    Optional<String> fault();

    Future<Void> close();
}
