package dev.pressroom.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Cluster-wide locks, each held by one node for a time by the database's clock. They need no session. */
public interface LockStore {
    /**
     * A lock to acquire or extend.
     *
     * @param time for which it is to be held from now on
     */
    record Request(String name, Duration time) {}

    /**
     * The answer to a request.
     *
     * @param freeAfter until the time of the node that holds the lock ends, unless it extends it; zero when acquired
     */
    record Answer(boolean acquired, Duration freeAfter) {
        public static final Answer ACQUIRED = new Answer(true, Duration.ZERO);
    }

    /**
     * Acquires or extends each lock that no other node holds, with one statement. Returns the answers in the order of the
     * requests.
     *
     * @param holder the id of this node's start
     */
    Future<List<Answer>> acquire(UUID holder, List<Request> requests);

    /** Releases a lock, so that another node can acquire it at once. */
    Future<Void> release(UUID holder, String name);
}
