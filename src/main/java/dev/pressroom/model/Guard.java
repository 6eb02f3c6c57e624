package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.FailurePolicy;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Protects a provider and ourselves: so many calls at once, a bounded line of those that wait, and no calls at all for
 * a while after a burst of outages. Does not try again: that is for the one who knows what the call was for.
 */
final class Guard {
    private final AsyncSemaphore line;
    private final CircuitBreaker breaker;
    private final Limits limits;
    private volatile long openedAt;

    /**
     * @param concurrent calls at once
     * @param waiting calls that may wait for their turn; more are refused
     * @param outages within {@code window} that open the circuit
     * @param open how long it stays open before a single call may try
     */
    record Limits(int concurrent, int waiting, int outages, Duration window, Duration open) {
        static Limits of(int concurrent) {
            int waiting = Math.max(200, 4 * concurrent);
            return new Limits(concurrent, waiting, 8, Duration.ofSeconds(20), Duration.ofSeconds(10));
        }
    }

    /** @param name of what is protected, for metrics */
    Guard(Vertx vertx, String name, Limits limits) {
        this.limits = limits;
        this.line = new AsyncSemaphore(vertx, limits.concurrent(), limits.waiting());
        this.breaker = CircuitBreaker.create(name, vertx, options(limits))
                .failurePolicy(outages())
                .openHandler(v -> openedAt = System.nanoTime());
    }

    /** Makes the call when it is its turn; refuses it while the circuit is open or the line is full. */
    <T> Future<T> run(Supplier<Future<T>> call, Cancellation cancellation) {
        if (breaker.state() == CircuitBreakerState.OPEN) {
            return Future.failedFuture(closedShop());
        }
        return line.enter(cancellation)
                .compose(turn -> breaker.execute(call).eventually(() -> {
                    turn.end();
                    return Future.succeededFuture();
                }))
                .recover(cause -> Future.failedFuture(cause instanceof OpenCircuitException ? closedShop() : cause));
    }

    private Failure closedShop() {
        Duration since = Duration.ofNanos(System.nanoTime() - openedAt);
        Duration left = limits.open().minus(since);
        Duration wait = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider has been failing and is given a rest. Try again later.",
                Optional.of(wait),
                null);
    }

    private static CircuitBreakerOptions options(Limits limits) {
        return new CircuitBreakerOptions()
                .setMaxFailures(limits.outages())
                .setFailuresRollingWindow(limits.window().toMillis())
                .setResetTimeout(limits.open().toMillis())
                .setTimeout(-1)
                .setMaxRetries(0);
    }

    /** A refusal, a limit or a bad answer shows that the provider is there; only outages count. */
    private static FailurePolicy<Object> outages() {
        return result -> result.failed()
                && result.cause() instanceof Failure failure
                && (failure.code() == ErrorCode.MODEL_UNAVAILABLE || failure.code() == ErrorCode.MODEL_TIMEOUT);
    }
}
