package dev.pressroom.worker;

import dev.pressroom.config.Settings;
import dev.pressroom.job.Leases;
import dev.pressroom.job.Narratives;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What every run of a worker uses. */
record RunServices(
        Vertx vertx,
        Leases leases,
        Narratives narratives,
        Signals signals,
        JobMetrics metrics,
        Settings.Workers settings,
        Backoff backoff) {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    Future<Void> pause(Duration duration) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(Math.max(1, duration.toMillis()), timer -> promise.complete());
        return promise.future();
    }

    /** Repeats a write for as long as the database is out of reach and nobody gave the run up. */
    <T> Future<T> whileOut(Supplier<Future<T>> write, BooleanSupplier givenUp) {
        return write.get()
                .recover(cause -> Database.isOutage(cause) && !givenUp.getAsBoolean()
                        ? pause(BETWEEN_TRIES).compose(rested -> whileOut(write, givenUp))
                        : Future.failedFuture(cause));
    }
}
