package dev.pressroom.worker;

import dev.pressroom.job.RescueStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A duty that one node has for all, done again and again. Each duty has a loop, a lease and a time limit of its own, so
 * that none waits for another.
 */
final class MaintenanceLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLoop.class);

    private final Vertx vertx;
    private final RescueStore store;
    private final UUID node;
    private final Duty duty;
    private final Supplier<Future<Boolean>> round;
    private final Watcher watcher;
    private Future<?> underWay = Future.succeededFuture();
    private boolean busy;
    private boolean holds;
    private long timer;

    /**
     * @param name of its lease, which lasts for three periods
     * @param period from one round to the next
     * @param limit of a round; what is under way then may overlap with the next one
     */
    record Duty(String name, Duration period, Duration limit) {
        Duration held() {
            return period.multipliedBy(3);
        }
    }

    /** Learns how it goes with the database. */
    interface Watcher {
        Watcher NOBODY = new Watcher() {};

        /** It answered, whoever has the duty. */
        default void answered() {}

        default void failed(Throwable cause) {}
    }

    /**
     * @param node the id of this node's start
     * @param round a bounded piece of work, which may be repeated; whether the next is to follow at once
     */
    MaintenanceLoop(
            Vertx vertx, RescueStore store, UUID node, Duty duty, Supplier<Future<Boolean>> round, Watcher watcher) {
        this.vertx = vertx;
        this.store = store;
        this.node = node;
        this.duty = duty;
        this.round = round;
        this.watcher = watcher;
    }

    void start() {
        timer = vertx.setPeriodic(duty.period.toMillis(), tick -> run());
        run();
    }

    /** What is under way comes to its end; then another node may take the duty at once. */
    Future<?> stop() {
        vertx.cancelTimer(timer);
        return underWay.otherwiseEmpty()
                .compose(done -> holds ? store.release(duty.name, node) : Future.succeededFuture())
                .otherwiseEmpty();
    }

    /** Does a round now, unless one is under way. */
    void run() {
        if (busy) {
            return;
        }
        busy = true;
        Future<Boolean> done = inTime(store.hold(duty.name, node, duty.held()).compose(mine -> {
            holds = mine;
            watcher.answered();
            return mine ? round.get() : Future.succeededFuture(false);
        }));
        underWay = done;
        done.onFailure(this::failed).onComplete(ended -> {
            busy = false;
            if (ended.succeeded() && ended.result()) {
                run();
            }
        });
    }

    private void failed(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("duty", duty.name)
                .addKeyValue("cause", cause.getMessage())
                .log("maintenance failed, will be tried again");
        watcher.failed(cause);
    }

    /** By a timer of the verticle's own, so that whoever steers its time steers this too. */
    private Future<Boolean> inTime(Future<Boolean> work) {
        Promise<Boolean> first = Promise.promise();
        long late = vertx.setTimer(
                duty.limit.toMillis(), timer -> first.tryFail("not done in " + duty.limit.toMillis() + " ms"));
        work.onSuccess(first::tryComplete).onFailure(first::tryFail);
        return first.future().onComplete(done -> vertx.cancelTimer(late));
    }
}
