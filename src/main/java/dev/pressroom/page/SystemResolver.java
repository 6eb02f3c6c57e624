package dev.pressroom.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system, as every other program of the machine does. That blocks, and how long is not ours to say, so it has
 * threads of its own: a slow name server holds up nothing but other lookups.
 */
public final class SystemResolver implements Resolver {
    private static final int THREADS = 8;
    private static final long LONGEST_SECONDS = 5;
    private static final long WARNED_AFTER_SECONDS = 60;

    private final WorkerExecutor threads;

    public SystemResolver(Vertx vertx) {
        threads = vertx.createSharedWorkerExecutor("page-names", THREADS, WARNED_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .timeout(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Future<Void> close() {
        return threads.close();
    }
}
