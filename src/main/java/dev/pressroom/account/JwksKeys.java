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
 * Keys behind a URL. They are fetched again every ten minutes, and at once when a token names a key that is not known,
 * but never more often than every half minute: unknown keys cost an attacker nothing. Old keys stay while new ones
 * cannot be fetched. While there are none at all, they are tried every five seconds, when a request or a check of the
 * node's health comes.
 */
final class JwksKeys implements TokenKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final JwksFetch fetch;
    private final Clock clock;
    private final Runnable onChange;

    private Optional<Loaded> loaded = Optional.empty();
    private Instant lastTry = Instant.MIN;
    private Optional<String> lastFault = Optional.empty();
    private Future<Void> fetching = Future.succeededFuture();

    /** @param onChange called when other keys hold from now on */
    JwksKeys(Vertx vertx, JwksFetch fetch, Clock clock, Runnable onChange) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.clock = clock;
        this.onChange = onChange;
    }

    private record Loaded(JwksDocument document, StaticKeys keys) {}

    /** Fetches for the first time. Succeeds in any case, within the time that a fetch may take. */
    Future<Void> open() {
        return refresh(Duration.ZERO);
    }

    @Override
    public Future<JsonObject> claims(TokenHeader header, String jwt) {
        if (knows(header)) {
            return checked(header, jwt);
        }
        return CallerContext.onCurrent(refresh(pause())).compose(tried -> checked(header, jwt));
    }

    @Override
    public void keepFresh() {
        refresh(loaded().isPresent() ? FRESH : RETRY);
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

    private synchronized boolean knows(TokenHeader header) {
        return loaded.isPresent()
                && header.keyId().map(loaded.get().document()::has).orElse(true);
    }

    private synchronized Optional<Loaded> loaded() {
        return loaded;
    }

    private Duration pause() {
        return loaded().isPresent() ? PAUSE : RETRY;
    }

    private Future<JsonObject> checked(TokenHeader header, String jwt) {
        return loaded().map(now -> now.keys().claims(header, jwt))
                .orElseGet(() -> Future.failedFuture(new Failure(
                        ErrorCode.OVERLOADED,
                        "Tokens cannot be checked now, since the keys for them could not be fetched. Try again later.",
                        Optional.of(RETRY),
                        null)));
    }

    /** Fetches unless the last try is more recent than {@code age}; a fetch under way is shared. */
    private synchronized Future<Void> refresh(Duration age) {
        Instant now = clock.instant();
        if (!fetching.isComplete() || lastTry != Instant.MIN && now.isBefore(lastTry.plus(age))) {
            return fetching;
        }
        lastTry = now;
        fetching = fetch.get().map(this::take).recover(this::keep);
        return fetching;
    }

    private Void take(JwksDocument document) {
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

    /** Logs the reason unless it is the one of the try before. */
    private Future<Void> keep(Throwable cause) {
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
