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
 * Limits the calls to a provider: a number of concurrent calls, a bounded queue, and a circuit breaker that refuses
 * calls for a while after several outages. Does not retry: the calling code decides that.
 */
public final class Guard {
    private final AsyncSemaphore semaphore;
    private final CircuitBreaker breaker;
    private final Limits limits;
    private volatile long openedAt;

    /**
     * @param concurrent calls at once
     * @param waiting calls in the queue; more are refused
     * @param outages within {@code window} that open the circuit
     * @param open how long the circuit stays open before one call may test the provider
     */
    public record Limits(int concurrent, int waiting, int outages, Duration window, Duration open) {
        public static Limits of(int concurrent) {
            int waiting = Math.max(200, 4 * concurrent);
            return new Limits(concurrent, waiting, 8, Duration.ofSeconds(20), Duration.ofSeconds(10));
        }
    }

    /** @param name of the circuit breaker in metrics */
    Guard(Vertx vertx, String name, Limits limits) {
        this.limits = limits;
        this.semaphore = new AsyncSemaphore(vertx, limits.concurrent(), limits.waiting());
        this.breaker = CircuitBreaker.create(name, vertx, options(limits))
                .failurePolicy(outages())
                .openHandler(v -> openedAt = System.nanoTime());
    }

    /**
     * Runs the call when a permit is free. Fails with {@code MODEL_UNAVAILABLE} while the circuit is open, and as
     * {@link AsyncSemaphore#acquire} does.
     */
    <T> Future<T> run(Supplier<Future<T>> call, Cancellation cancellation) {
        if (breaker.state() == CircuitBreakerState.OPEN) {
            return Future.failedFuture(circuitOpen());
        }
        return semaphore
                .acquire(cancellation)
                .compose(permit -> breaker.execute(call).eventually(() -> {
                    permit.release();
                    return Future.succeededFuture();
                }))
                .recover(cause -> Future.failedFuture(cause instanceof OpenCircuitException ? circuitOpen() : cause));
    }

    private Failure circuitOpen() {
        Duration since = Duration.ofNanos(System.nanoTime() - openedAt);
        Duration left = limits.open().minus(since);
        Duration wait = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider has failed repeatedly, so requests to it are paused. Try again later.",
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

    /** Only outages count: a refusal, a limit or an invalid answer shows that the provider is available. */
    private static FailurePolicy<Object> outages() {
        return result -> result.failed()
                && result.cause() instanceof Failure failure
                && (failure.code() == ErrorCode.MODEL_UNAVAILABLE || failure.code() == ErrorCode.MODEL_TIMEOUT);
    }
}
