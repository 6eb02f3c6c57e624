package dev.pressroom.base;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Completes futures on the Vert.x context of the calling code. */
public final class CallerContext {
    private CallerContext() {}

    /**
     * A future with the result of {@code shared} that completes on the current Vert.x context. For results that several
     * callers share: an exception in one caller's callback is reported to that caller's context, and reaches neither the
     * other callers nor the code that completed the result. Outside of Vert.x this returns {@code shared} itself.
     */
    public static <T> Future<T> onCurrent(Future<T> shared) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return shared;
        }
        Promise<T> promise = Promise.promise();
        shared.onComplete(done -> context.runOnContext(task -> promise.handle(done)));
        return promise.future();
    }
}
