package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes and checks password hashes on threads of their own, a few at once: half of the processors at most, and the memory
 * of as many hashes. What waits is bounded too, so that a flood of logins is refused instead of piling up. One for each
 * node; safe to use from any thread.
 */
public final class Passwords {
    /** Hashes that may be under way or wait for their turn. */
    static final int BOUND = 64;

    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final long TOO_LONG_SECONDS = 10;

    private final WorkerExecutor threads;
    private final Argon2 parameters;
    private final AtomicInteger underWay = new AtomicInteger();

    public Passwords(Vertx vertx) {
        this(vertx, Argon2.CURRENT);
    }

    Passwords(Vertx vertx, Argon2 parameters) {
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = vertx.createSharedWorkerExecutor("passwords", atOnce, TOO_LONG_SECONDS, TimeUnit.SECONDS);
        this.parameters = parameters;
    }

    /** The password's hash, to be stored. Fails with {@code OVERLOADED} when too many wait. */
    Future<String> hash(Secret password) {
        return inTurn(() -> parameters.hash(password.value()));
    }

    /**
     * Whether the password is the one whose hash is stored. Takes its time also when none is, so that nobody can tell by
     * the clock. Fails with {@code OVERLOADED} when too many wait.
     */
    Future<Boolean> matches(Secret password, Optional<String> stored) {
        String hash = stored.orElseGet(parameters::impossible);
        return inTurn(() -> Argon2.matches(password.value(), hash));
    }

    /** Whether a hash is of a kind that is no longer made. */
    boolean isOutdated(String hash) {
        return parameters.isOutdated(hash);
    }

    private <T> Future<T> inTurn(Callable<T> work) {
        if (underWay.incrementAndGet() > BOUND) {
            underWay.decrementAndGet();
            return Future.failedFuture(new Failure(
                    ErrorCode.OVERLOADED,
                    "Too many people are signing in at the moment. Try again shortly.",
                    Optional.of(COME_BACK),
                    null));
        }
        return threads.executeBlocking(work, false).onComplete(done -> underWay.decrementAndGet());
    }

    public Future<Void> close() {
        return threads.close();
    }
}
