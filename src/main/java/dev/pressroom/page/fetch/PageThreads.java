package dev.pressroom.page.fetch;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which pages are decoded and parsed. They are few and no others, so that pages that take long to read keep
 * none of the node's worker threads from its other work, such as metrics, pictures and long texts.
 */
public final class PageThreads {
    private static final String NAME = "page-reading";
    private static final int FEWEST = 2;
    private static final long WARNED_AFTER_SECONDS = 20;

    private PageThreads() {}

    /** One thread per processor, at least two, shared by all who ask with the same {@code vertx}; they end with it. */
    public static WorkerExecutor of(Vertx vertx) {
        int threads = Math.max(FEWEST, Runtime.getRuntime().availableProcessors());
        return vertx.createSharedWorkerExecutor(NAME, threads, WARNED_AFTER_SECONDS, TimeUnit.SECONDS);
    }
}
