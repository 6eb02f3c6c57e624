package dev.pressroom.account;

import dev.pressroom.base.CallerContext;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys from a URL. They are fetched every 10 minutes, and at once for a token with an unknown key id, but then at most every
 * 30 s, since any client can send unknown key ids. If a fetch fails, the old keys stay in use. Without any keys a fetch is
 * tried at most every 5 s, at each request with a token and each readiness check.
 */
final class JwksKeys implements TokenKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(10);
    private static final Duration UNKNOWN_KEY_INTERVAL = Duration.ofSeconds(30);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final JwksFetch fetch;
    private final Clock clock;
    private final Runnable onChange;

    private Optional<Loaded> loaded = Optional.empty();
    private Instant lastFetch = Instant.MIN;
    private Optional<String> lastFault = Optional.empty();
    private Future<Void> fetching = Future.succeededFuture();

    /** @param onChange called when the keys have changed */
    JwksKeys(Vertx vertx, JwksFetch fetch, Clock clock, Runnable onChange) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.clock = clock;
        this.onChange = onChange;
    }

    private record Loaded(JwksDocument document, StaticKeys keys) {}

    /** Fetches for the first time. Succeeds even if the fetch fails, within its timeout. */
    Future<Void> open() {
        return refresh(Duration.ZERO);
    }

    @Override
    public Future<JsonObject> claims(TokenHeader header, String jwt) {
        if (hasKey(header)) {
            return verify(header, jwt);
        }
        return CallerContext.onCurrent(refresh(minInterval())).compose(fetched -> verify(header, jwt));
    }

    @Override
    public void refreshIfStale() {
        refresh(loaded().isPresent() ? REFRESH_INTERVAL : RETRY_INTERVAL);
    }

    @Override
    public synchronized Optional<String> fault() {
        return loaded.isPresent()
                ? Optional.empty()
                : Optional.of("the keys for tokens could not be fetched: " + lastFault.orElse("not yet tried"));
    }

    @Override
    public Future<Void> close() {
        return fetch.close();
    }

    private synchronized boolean hasKey(TokenHeader header) {
        return loaded.isPresent()
                && header.keyId().map(loaded.get().document()::has).orElse(true);
    }

    private synchronized Optional<Loaded> loaded() {
        return loaded;
    }

    private Duration minInterval() {
        return loaded().isPresent() ? UNKNOWN_KEY_INTERVAL : RETRY_INTERVAL;
    }

    private Future<JsonObject> verify(TokenHeader header, String jwt) {
        return loaded().map(now -> now.keys().claims(header, jwt))
                .orElseGet(() -> Future.failedFuture(new Failure(
                        ErrorCode.OVERLOADED,
                        "Tokens cannot be checked now, since the keys for them could not be fetched. Try again later.",
                        Optional.of(RETRY_INTERVAL),
                        null)));
    }

    /** Fetches unless the last fetch began less than {@code minInterval} ago; returns a running fetch if there is one. */
    private synchronized Future<Void> refresh(Duration minInterval) {
        Instant now = clock.instant();
        if (!fetching.isComplete() || lastFetch != Instant.MIN && now.isBefore(lastFetch.plus(minInterval))) {
            return fetching;
        }
        lastFetch = now;
        fetching = fetch.get().map(this::replaceKeys).recover(this::keepKeys);
        return fetching;
    }

    private Void replaceKeys(JwksDocument document) {
        synchronized (this) {
            boolean wasFaulty = lastFault.isPresent();
            lastFault = Optional.empty();
            if (loaded.isPresent() && loaded.get().document().equals(document)) {
                if (wasFaulty) {
                    logFetched(document);
                }
                return null;
            }
            loaded = Optional.of(new Loaded(document, StaticKeys.jwks(vertx, document.keys())));
        }
        onChange.run();
        logFetched(document);
        return null;
    }

    private static void logFetched(JwksDocument document) {
        LOG.atInfo().addKeyValue("keys", document.keys().size()).log("Keys for tokens fetched");
    }

    /** Logs the reason unless the previous fetch failed for the same one. */
    private Future<Void> keepKeys(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        synchronized (this) {
            if (lastFault.filter(reason::equals).isPresent()) {
                return Future.succeededFuture();
            }
            lastFault = Optional.of(reason);
        }
        LOG.atWarn()
                .addKeyValue("url", fetch.url())
                .addKeyValue("reason", reason)
                .log("Keys for tokens could not be fetched");
        return Future.succeededFuture();
    }
}
