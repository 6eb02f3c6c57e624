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

/** How to close what was opened: the last one first, one after the other, whatever becomes of each. */
final class CloseStack {
    private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

    private final Deque<Supplier<Future<?>>> closeStack = new ArrayDeque<>();

    synchronized void push(Supplier<Future<?>> closer) {
        closeStack.push(closer);
    }

    /** Something that takes its time: it is closed on another thread. */
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
        return closeStack.isEmpty();
    }

    /**
     * Never fails. What is closed is forgotten. Begins without a Vert.x context, since what comes last is closed when
     * there is no Vert.x any more.
     */
    Future<Void> close() {
        Supplier<Future<?>> next = poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return Future.<Void>succeededFuture()
                .compose(begin -> next.get().<Void>mapEmpty())
                .recover(cause -> {
                    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("a part did not stop cleanly");
                    return Future.succeededFuture();
                })
                .compose(closed -> close());
    }

    private synchronized Supplier<Future<?>> poll() {
        return closeStack.poll();
    }
}
