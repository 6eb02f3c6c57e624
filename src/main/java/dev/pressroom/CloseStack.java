package dev.pressroom;

import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes resources in the reverse order of their opening, one after the other. A failure is logged, and the rest is still
 * closed.
 */
final class CloseStack {
    private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

    private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();

    /** Adds a function that closes a resource. */
    synchronized void push(Supplier<Future<?>> closer) {
        closers.push(closer);
    }

    /** As {@link #push}, for a function that blocks: it runs on another thread. */
    void pushBlocking(Blocking closer) {
        push(() -> Future.fromCompletionStage(CompletableFuture.runAsync(() -> {
            try {
                closer.close();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        })));
    }

    interface Blocking {
        void close() throws SQLException;
    }

    synchronized boolean isEmpty() {
        return closers.isEmpty();
    }

    /**
     * Closes all and empties the stack. Never fails. Starts without a Vert.x context, since some resources are closed after
     * Vert.x.
     */
    Future<Void> close() {
        Supplier<Future<?>> next = poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return Future.<Void>succeededFuture()
                .compose(begin -> next.get().<Void>mapEmpty())
                .recover(cause -> {
                    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("a resource could not be closed");
                    return Future.succeededFuture();
                })
                .compose(closed -> close());
    }

    private synchronized Supplier<Future<?>> poll() {
        return closers.poll();
    }
}
