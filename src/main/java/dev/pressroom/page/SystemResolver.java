package dev.pressroom.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the system, as every other program of the machine does. That blocks, and how long is not ours to say, so it has
 * threads of its own: a slow name server holds up nothing but other lookups.
 */
public final class SystemResolver implements Resolver {
    private static final int THREADS = 8;

    /** Lookups that may be under way or wait for a thread: also those that nobody waits for any more. */
    static final int MOST = 256;

    private static final long LONGEST_SECONDS = 5;
    private static final long WARNED_AFTER_SECONDS = 60;

    private final WorkerExecutor threads;
    private final Lookup lookup;
    private final AtomicInteger underWay = new AtomicInteger();

    public SystemResolver(Vertx vertx) {
        this(vertx, InetAddress::getAllByName);
    }

    SystemResolver(Vertx vertx, Lookup lookup) {
        this.lookup = lookup;
        threads = vertx.createSharedWorkerExecutor("page-names", THREADS, WARNED_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks, and blocks meanwhile. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Future.failedFuture(new TimeoutException("too many names are being looked up"));
        }
        return threads.executeBlocking(() -> List.of(lookup.all(host)), false)
                .onComplete(found -> underWay.decrementAndGet())
                .timeout(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Future<Void> close() {
        return threads.close();
    }
}
