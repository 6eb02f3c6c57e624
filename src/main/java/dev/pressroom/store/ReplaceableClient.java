package dev.pressroom.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A client with a pool of connections, some of which may have died without a word: a firewall forgot them, or their
 * server vanished. The system would notice in a quarter of an hour, and until then calls would get stuck in them. So
 * when a call has no answer within its deadline, a new client takes the place of the old one, which has time to end
 * what is under way elsewhere in it. Safe to share between verticles.
 *
 * <p>Vert.x closes a client, and cancels a timer, together with the verticle in whose context it was made. Both are
 * therefore made in the context in which this object was made, whichever verticle meets the silence.
 *
 * @param <C> the client
 */
public final class ReplaceableClient<C> {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaceableClient.class);

    private final Vertx vertx;
    private final Context owner;
    private final String name;
    private final Duration deadline;
    private final Supplier<C> maker;
    private final Function<C, Future<Void>> closer;
    private final AtomicReference<C> current;
    private final Set<C> leaving = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * To be made outside of verticles, by the node.
     *
     * @param name of what is behind it, for the log
     * @param deadline of every call
     * @param maker of clients; they connect when they are used
     * @param closer ends a client
     */
    public ReplaceableClient(
            Vertx vertx, String name, Duration deadline, Supplier<C> maker, Function<C, Future<Void>> closer) {
        this.vertx = vertx;
        this.owner = vertx.getOrCreateContext();
        this.name = name;
        this.deadline = deadline;
        this.maker = maker;
        this.closer = closer;
        this.current = new AtomicReference<>(maker.get());
    }

    /** The client of this moment. */
    C client() {
        return current.get();
    }

    /** Makes a call; fails with a {@link java.util.concurrent.TimeoutException} when the deadline is over. */
    public <T> Future<T> call(Function<C, Future<T>> call) {
        C client = current.get();
        return inTime(client, call.apply(client));
    }

    /** As {@link #call}, for something that is under way already with what this client gave out. */
    <T> Future<T> inTime(C client, Future<T> answer) {
        return answer.timeout(deadline.toMillis(), TimeUnit.MILLISECONDS).recover(cause -> {
            Future<T> failure = Future.failedFuture(cause);
            return answer.isComplete() ? failure : renewed(client, Level.WARN).compose(done -> failure);
        });
    }

    /** Makes a new client, because the present one leads to the wrong server. */
    void replace() {
        renewed(client(), Level.DEBUG);
    }

    /** Whoever learns of the failure finds the new client in place. */
    private Future<Void> renewed(C silent, Level level) {
        Promise<Void> renewed = Promise.promise();
        owner.runOnContext(go -> {
            renew(silent, level);
            renewed.complete();
        });
        return renewed.future();
    }

    /** Of the many calls that are stuck in a client only the first finds it still in its place. */
    private synchronized void renew(C silent, Level level) {
        if (current.get() != silent || closed) {
            return;
        }
        current.set(maker.get());
        leaving.add(silent);
        LOG.atLevel(level).addKeyValue("of", name).log("connections do not answer as they should, new ones are made");
        vertx.setTimer(deadline.toMillis(), over -> {
            leaving.remove(silent);
            closer.apply(silent);
        });
    }

    /** Ends it, and what it has replaced. */
    public synchronized Future<Void> close() {
        closed = true;
        leaving.forEach(closer::apply);
        return closer.apply(current.get());
    }
}
