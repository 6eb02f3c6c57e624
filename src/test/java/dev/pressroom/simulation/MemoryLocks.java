package dev.pressroom.simulation;

import dev.pressroom.job.LockStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The table {@code duties}: the same as the statements of {@code PostgresLockStore}. */
final class MemoryLocks {
    private final Map<String, Lock> locks = new HashMap<>();
    private final LongSupplier clock;

    private record Lock(UUID holder, long until) {}

    /** @param clock the server's, in milliseconds */
    MemoryLocks(LongSupplier clock) {
        this.clock = clock;
    }

    List<LockStore.Answer> acquire(UUID holder, List<LockStore.Request> requests) {
        return requests.stream().map(request -> acquire(holder, request)).toList();
    }

    private LockStore.Answer acquire(UUID holder, LockStore.Request request) {
        Lock held = locks.get(request.name());
        long now = clock.getAsLong();
        if (held != null && !held.holder.equals(holder) && held.until >= now) {
            return new LockStore.Answer(false, Duration.ofMillis(held.until - now));
        }
        locks.put(request.name(), new Lock(holder, now + request.time().toMillis()));
        return LockStore.Answer.ACQUIRED;
    }

    void release(UUID holder, String name) {
        locks.computeIfPresent(name, (same, held) -> held.holder.equals(holder) ? null : held);
    }
}
