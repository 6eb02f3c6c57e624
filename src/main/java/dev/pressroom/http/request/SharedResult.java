package dev.pressroom.http.request;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Caches the result of an asynchronous call for a time, with at most one call in progress. Thread-safe. */
public final class SharedResult<T> {
    private final Supplier<Future<T>> call;
    private final long maxAgeNanos;
    private final LongSupplier nanoTime;
    private Optional<Future<T>> latest = Optional.empty();
    private long startedNanos;

    /** @param maxAge of a result, from the start of its call; failures are not cached */
    public SharedResult(Supplier<Future<T>> call, Duration maxAge, LongSupplier nanoTime) {
        this.call = call;
        this.maxAgeNanos = maxAge.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Completes on the Vert.x context from which it is called. */
    public Future<T> get() {
        Promise<T> onContext = ((ContextInternal) Vertx.currentContext()).promise();
        current().onComplete(onContext);
        return onContext.future();
    }

    private synchronized Future<T> current() {
        long now = nanoTime.getAsLong();
        boolean usable = latest.isPresent()
                && (!latest.get().isComplete() || latest.get().succeeded() && now - startedNanos < maxAgeNanos);
        if (!usable) {
            startedNanos = now;
            latest = Optional.of(call.get());
        }
        return latest.get();
    }
}
