package dev.pressroom.page.fetch;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The worker threads on which pages are decoded and parsed. They are a pool of their own, so that slow pages do not
 * delay the other work of the node, such as metrics, images and long texts.
 */
public final class PageThreads {
    private static final String NAME = "page-reading";
    private static final int MIN_THREADS = 2;
    private static final long BLOCKED_WARNING_SECONDS = 20;

    private PageThreads() {}

    /**
     * The pool: one thread per processor, at least two. All calls with the same {@code vertx} share it, and it is
     * closed with {@code vertx}.
     */
    public static WorkerExecutor of(Vertx vertx) {
        int threads = Math.max(MIN_THREADS, Runtime.getRuntime().availableProcessors());
        return vertx.createSharedWorkerExecutor(NAME, threads, BLOCKED_WARNING_SECONDS, TimeUnit.SECONDS);
    }
}
