package dev.pressroom.base;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs work whose time grows with the length of a text: short texts at once, long ones on a worker thread. */
public final class TextWork {
    /** Characters above which a text is not worked on by an event loop. */
    static final int LONG = 64 << 10;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private TextWork() {}

    /** Completes on the context of the caller. Outside of Vert.x the caller's own thread does the work. */
    public static <T> Future<T> on(String text, Supplier<T> work) {
        Context context = Vertx.currentContext();
        return text.length() <= LONG || context == null
                ? Future.succeededFuture(text).map(given -> work.get())
                : limited(context.executeBlocking(work::get, false));
    }

    /** Fails with {@code DEADLINE_EXCEEDED} after 20 seconds. The work itself goes on: its own bounds end it. */
    public static <T> Future<T> limited(Future<T> work) {
        return work.timeout(LIMIT.toSeconds(), TimeUnit.SECONDS).recover(TextWork::failed);
    }

    private static <T> Future<T> failed(Throwable cause) {
        return Future.failedFuture(
                cause instanceof TimeoutException
                        ? new Failure(ErrorCode.DEADLINE_EXCEEDED, "The text took too long to be read.", cause)
                        : cause);
    }
}
