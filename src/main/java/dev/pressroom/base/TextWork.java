package dev.pressroom.base;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs work whose time grows with the length of a text: on the calling thread, or for long texts on a worker thread. */
public final class TextWork {
    /** Longer texts are processed on a worker thread. */
    static final int MAX_CHARS_ON_EVENT_LOOP = 64 << 10;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private TextWork() {}

    /**
     * The result of {@code work}, on the current Vert.x context. Outside of Vert.x the work always runs on the calling
     * thread.
     */
    public static <T> Future<T> run(String text, Supplier<T> work) {
        Context context = Vertx.currentContext();
        return text.length() <= MAX_CHARS_ON_EVENT_LOOP || context == null
                ? Future.succeededFuture(text).map(given -> work.get())
                : withTimeout(context.executeBlocking(work::get, false));
    }

    /** Fails with {@code DEADLINE_EXCEEDED} after 20 seconds. The work itself is not interrupted; its own bounds end it. */
    public static <T> Future<T> withTimeout(Future<T> work) {
        return work.timeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).recover(TextWork::failed);
    }

    private static <T> Future<T> failed(Throwable cause) {
        return Future.failedFuture(
                cause instanceof TimeoutException
                        ? new Failure(ErrorCode.DEADLINE_EXCEEDED, "The text took too long to be read.", cause)
                        : cause);
    }
}
