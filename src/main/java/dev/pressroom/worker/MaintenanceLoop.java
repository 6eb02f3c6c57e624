package dev.pressroom.worker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A maintenance task that one node of the cluster runs periodically. Each loop has its own lock, period and time limit, so
 * that no loop waits for another. A node that does not hold the lock sends no statement until the holder's time ends.
 */
final class MaintenanceLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLoop.class);

    private final Vertx vertx;
    private final MaintenanceLocks locks;
    private final Schedule schedule;
    private final Supplier<Future<Boolean>> task;
    private final DatabaseListener listener;
    private Future<?> lastRound = Future.succeededFuture();
    private boolean running;
    private boolean holdsLock;
    private long timer;

    /**
     * @param lock name of the cluster-wide lock, acquired anew for three periods before each round
     * @param period from the start of one round to the next
     * @param limit of a round; a round that takes longer counts as failed, and may overlap with the next one
     */
    record Schedule(String lock, Duration period, Duration limit) {
        Duration lockTime() {
            return period.multipliedBy(3);
        }
    }

    /** Is notified in each round whether the database answers. */
    interface DatabaseListener {
        DatabaseListener NONE = new DatabaseListener() {};

        /** The database has answered, whichever node holds the lock. */
        default void answered() {}

        /** No statement was sent, since another node is known to hold the lock. */
        default void waiting() {}

        default void failed(Throwable cause) {}
    }

    /**
     * @param locks shared by all loops of the node
     * @param task a bounded piece of work that may be repeated; returns true when the next round is to follow at once
     */
    MaintenanceLoop(
            Vertx vertx,
            MaintenanceLocks locks,
            Schedule schedule,
            Supplier<Future<Boolean>> task,
            DatabaseListener listener) {
        this.vertx = vertx;
        this.locks = locks;
        this.schedule = schedule;
        this.task = task;
        this.listener = listener;
    }

    void start() {
        timer = vertx.setPeriodic(schedule.period.toMillis(), tick -> run());
        run();
    }

    /** Waits for the round that is running, at most its limit, then releases the lock. Never fails. */
    Future<?> stop() {
        vertx.cancelTimer(timer);
        return lastRound
                .otherwiseEmpty()
                .compose(done -> holdsLock ? locks.release(schedule.lock) : Future.succeededFuture())
                .otherwiseEmpty();
    }

    /** Starts a round now, unless one is running or another node holds the lock. */
    void run() {
        if (running) {
            return;
        }
        if (locks.isHeldByAnother(schedule.lock)) {
            listener.waiting();
            return;
        }
        running = true;
        Future<Boolean> round = TimeLimit.within(
                vertx,
                schedule.limit,
                locks.acquire(schedule.lock, schedule.lockTime(), schedule.period)
                        .compose(acquired -> {
                            holdsLock = acquired;
                            listener.answered();
                            return acquired ? task.get() : Future.succeededFuture(false);
                        }));
        lastRound = round;
        round.onFailure(this::failed).onComplete(ended -> {
            running = false;
            if (ended.succeeded() && ended.result()) {
                run();
            }
        });
    }

    private void failed(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("loop", schedule.lock)
                .addKeyValue("cause", cause.getMessage())
                .log("maintenance failed, will be tried again");
        listener.failed(cause);
    }
}
