package dev.pressroom.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Two keys during a rotation: a token is valid when either has signed it. Both never change while the node runs. */
record RotatedKeys(StaticKeys current, StaticKeys previous) implements TokenKeys {
    @Override
    public Future<JsonObject> claims(TokenHeader header, String jwt) {
        return current.claims(header, jwt)
                .recover(refused -> previous.claims(header, jwt).recover(again -> Future.failedFuture(refused)));
    }

    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    @Override
    public void refreshIfStale() {}

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
