package dev.pressroom.base;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings results back to the Vert.x context of the caller. */
public final class CallerContext {
    private CallerContext() {}

    /**
     * As {@code shared}, but completes on the current Vert.x context, whoever completes that. For results that several
     * callers share: an exception in the callbacks of one caller is then reported to that caller's context, and reaches
     * neither the other callers nor the code that completed the result. Without a current context: {@code shared} itself.
     */
    public static <T> Future<T> here(Future<T> shared) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return shared;
        }
        Promise<T> here = Promise.promise();
        shared.onComplete(done -> context.runOnContext(go -> here.handle(done)));
        return here.future();
    }
}
