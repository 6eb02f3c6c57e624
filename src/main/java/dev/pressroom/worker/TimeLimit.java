package dev.pressroom.worker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Time limits of futures, by Vert.x timers of the verticle, so that tests can control the time. */
final class TimeLimit {
    private TimeLimit() {}

    /** Completes as {@code work} does; fails when it is not complete after {@code limit}. The work itself goes on. */
    static <T> Future<T> within(Vertx vertx, Duration limit, Future<T> work) {
        Promise<T> first = Promise.promise();
        long millis = limit.toMillis();
        long timer = vertx.setTimer(millis, late -> first.tryFail("not done within " + millis + " ms"));
        work.onSuccess(first::tryComplete).onFailure(first::tryFail);
        return first.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
