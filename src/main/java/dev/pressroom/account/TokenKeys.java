package dev.pressroom.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The keys that signatures are checked with. */
interface TokenKeys {
    /** The claims of a token whose signature is right; what they say is not checked yet. */
    Future<JsonObject> claims(TokenHeader header, String jwt);

    /** Called at every use: a moment to look for newer keys, without waiting for them. */
    void keepFresh();

    /** Why there is no key at the moment; empty when there is one. */
    Optional<String> fault();

    Future<Void> close();
}
