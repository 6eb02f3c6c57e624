package dev.pressroom.simulation;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Advisory locks, as {@code Database.alone} takes them: each belongs to a session and ends with it, be it that its
 * holder is gone or that it gave the session up because an answer was missing.
 */
final class Locks {
    private final Server postgres;
    private final Map<Long, Session> held = new HashMap<>();

    private static final class Session {
        private final Machine machine;
        private boolean closed;

        Session(Machine machine) {
            this.machine = machine;
        }

        boolean isOver() {
            return closed || machine.isOver();
        }
    }

    Locks(Server postgres) {
        this.postgres = postgres;
    }

    Future<Boolean> alone(Machine machine, long lock, Supplier<Future<Void>> work) {
        Session session = new Session(machine);
        return postgres.call(machine, "lock", () -> tryLock(lock, session))
                .compose(mine -> mine
                        ? work.get()
                                .eventually(() -> postgres.call(machine, "unlock", () -> held.remove(lock, session)))
                                .map(true)
                        : Future.succeededFuture(false))
                .onComplete(done -> session.closed = true);
    }

    private boolean tryLock(long lock, Session session) {
        Session holder = held.get(lock);
        if (session.isOver() || holder != null && !holder.isOver()) {
            return false;
        }
        held.put(lock, session);
        return true;
    }
}
