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
 * A client whose pool is replaced when connections are dead without having been closed: a firewall dropped them, or their
 * server vanished. TCP would notice after about 15 minutes, and calls would hang until then. When a call has no answer
 * within its deadline, a new client replaces the old one; the old one is closed one deadline later, so that its other
 * calls can end. Safe to share between verticles.
 *
 * <p>Vert.x closes a client, and cancels a timer, together with the verticle in whose context it was created. Both are
 * therefore created in the context in which this object was created.
 *
 * @param <C> the client
 */
public final class ReplaceableClient<C> {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaceableClient.class);

    private final Vertx vertx;
    private final Context owner;
    private final String name;
    private final Duration deadline;
    private final Supplier<C> factory;
    private final Function<C, Future<Void>> closer;
    private final AtomicReference<C> current;
    private final Set<C> replaced = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * Create it outside of verticles.
     *
     * @param name of the server, for the log
     * @param deadline of every call
     * @param factory creates clients, which connect on first use
     * @param closer closes a client
     */
    public ReplaceableClient(
            Vertx vertx, String name, Duration deadline, Supplier<C> factory, Function<C, Future<Void>> closer) {
        this.vertx = vertx;
        this.owner = vertx.getOrCreateContext();
        this.name = name;
        this.deadline = deadline;
        this.factory = factory;
        this.closer = closer;
        this.current = new AtomicReference<>(factory.get());
    }

    /** The present client. */
    C client() {
        return current.get();
    }

    /** Makes a call. Fails with a {@link java.util.concurrent.TimeoutException} after the deadline. */
    public <T> Future<T> call(Function<C, Future<T>> call) {
        C client = current.get();
        return inTime(client, call.apply(client));
    }

    /** As {@link #call}, for an operation that was started on this client already. */
    <T> Future<T> inTime(C client, Future<T> answer) {
        return answer.timeout(deadline.toMillis(), TimeUnit.MILLISECONDS).recover(cause -> {
            Future<T> failure = Future.failedFuture(cause);
            return answer.isComplete() ? failure : renewed(client, Level.WARN).compose(done -> failure);
        });
    }

    /** Replaces the present client, because it is connected to the wrong server. */
    void replace() {
        renewed(client(), Level.DEBUG);
    }

    /** Replaces a client. Completes when the new one is in place, so that a retry uses it. */
    private Future<Void> renewed(C unresponsive, Level level) {
        Promise<Void> renewed = Promise.promise();
        owner.runOnContext(go -> {
            renew(unresponsive, level);
            renewed.complete();
        });
        return renewed.future();
    }

    /** Replaces the client once, however many of its calls time out. */
    private synchronized void renew(C unresponsive, Level level) {
        if (current.get() != unresponsive || closed) {
            return;
        }
        current.set(factory.get());
        replaced.add(unresponsive);
        LOG.atLevel(level).addKeyValue("of", name).log("connections do not answer, opening new ones");
        vertx.setTimer(deadline.toMillis(), expired -> {
            replaced.remove(unresponsive);
            closer.apply(unresponsive);
        });
    }

    /** Closes the present client and those it has replaced. */
    public synchronized Future<Void> close() {
        closed = true;
        replaced.forEach(closer::apply);
        return closer.apply(current.get());
    }
}
