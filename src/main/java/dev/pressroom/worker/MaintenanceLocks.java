package dev.pressroom.worker;

import dev.pressroom.job.LockStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The locks of a node's maintenance loops. Requests of the same moment share one statement. For a lock that another node
 * holds no statement is sent until the time of that node ends, so that the cost of the nodes that wait is small. Use it from
 * one Vert.x context only.
 */
final class MaintenanceLocks {
    /** Nodes that wait for the same lock try again up to this much later, at random: not all at once. */
    private static final Duration MAX_SPREAD = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final LockStore store;
    private final UUID node;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<String, Long> waitUntilNanos = new HashMap<>();
    private boolean hasReleased;

    private record Pending(LockStore.Request request, Duration spread, Promise<Boolean> acquired) {}

    /**
     * @param node the id of this node's start
     * @param nanoTime a monotonic clock
     */
    MaintenanceLocks(Vertx vertx, LockStore store, UUID node, LongSupplier nanoTime, RandomGenerator random) {
        this.vertx = vertx;
        this.store = store;
        this.node = node;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** True while another node is known to hold the lock. */
    boolean isHeldByAnother(String name) {
        Long until = waitUntilNanos.get(name);
        return until != null && until - nanoTime.getAsLong() > 0;
    }

    /**
     * Acquires or extends a lock. Returns false while another node holds it.
     *
     * @param period of the loop: when the lock becomes free, a node tries to acquire it within a period
     */
    Future<Boolean> acquire(String name, Duration time, Duration period) {
        if (pending.isEmpty()) {
            vertx.runOnContext(together -> send());
        }
        Promise<Boolean> acquired = Promise.promise();
        Duration spread = period.compareTo(MAX_SPREAD) < 0 ? period : MAX_SPREAD;
        pending.add(new Pending(new LockStore.Request(name, time), spread, acquired));
        return acquired.future();
    }

    private void send() {
        List<Pending> all = List.copyOf(pending);
        pending.clear();
        store.acquire(node, all.stream().map(Pending::request).toList())
                .onSuccess(answers -> {
                    double share = random.nextDouble();
                    for (int i = 0; i < all.size(); i++) {
                        note(all.get(i), answers.get(i), share);
                    }
                    for (int i = 0; i < all.size(); i++) {
                        all.get(i).acquired.complete(answers.get(i).acquired());
                    }
                })
                .onFailure(cause -> all.forEach(request -> request.acquired.fail(cause)));
    }

    /** @param share of the spread: the same for all requests of a statement, so that they are also tried again together */
    private void note(Pending request, LockStore.Answer answer, double share) {
        String name = request.request.name();
        if (answer.acquired()) {
            waitUntilNanos.remove(name);
        } else {
            long spread = (long) (share * request.spread.toNanos());
            waitUntilNanos.put(name, nanoTime.getAsLong() + answer.freeAfter().toNanos() + spread);
        }
    }

    /** Tries again soon: another node has released its locks. */
    void retrySoon() {
        long soon = nanoTime.getAsLong() + random.nextLong(MAX_SPREAD.toNanos());
        waitUntilNanos.replaceAll((name, until) -> Math.min(until, soon));
    }

    Future<Void> release(String name) {
        hasReleased = true;
        return store.release(node, name);
    }

    /** True when this node has released a lock that it held. */
    boolean hasReleased() {
        return hasReleased;
    }
}
