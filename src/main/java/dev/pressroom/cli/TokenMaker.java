package dev.pressroom.cli;

import dev.pressroom.account.TokenUser;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Optional;

/** Signs tokens outside of a running node. */
final class TokenMaker {
    private TokenMaker() {}

    /** A token for the user, without a role or for an operator; empty without a secret, because signing needs one. */
    static Optional<String> make(Settings settings, Sources sources, TokenUser user, Duration ttl) {
        if (settings.auth().secret().isEmpty()) {
            return Optional.empty();
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            return Optional.of(
                    Tokens.create(vertx, settings.auth(), sources).await().mint(user, ttl));
        } finally {
            vertx.close().await();
        }
    }
}
