package dev.pressroom.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The result of a call, for all who ask for it within a while: one call is under way at most, however many ask. For all
 * event loops of a node.
 */
final class SharedResult<T> {
    private final Supplier<Future<T>> call;
    private final long freshNanos;
    private final LongSupplier nanoTime;
    private Optional<Future<T>> latest = Optional.empty();
    private long calledNanos;

    /** @param fresh how old, since it was called for, a result may be */
    SharedResult(Supplier<Future<T>> call, Duration fresh, LongSupplier nanoTime) {
        this.call = call;
        this.freshNanos = fresh.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Completes on the context of whoever asks. */
    Future<T> get() {
        Promise<T> here = ((ContextInternal) Vertx.currentContext()).promise();
        current().onComplete(here);
        return here.future();
    }

    private synchronized Future<T> current() {
        long now = nanoTime.getAsLong();
        boolean usable = latest.isPresent()
                && (!latest.get().isComplete() || latest.get().succeeded() && now - calledNanos < freshNanos);
        if (!usable) {
            calledNanos = now;
            latest = Optional.of(call.get());
        }
        return latest.get();
    }
}
