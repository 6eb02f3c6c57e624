package dev.pressroom.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Checks every 5 s whether Postgres can write, for the readiness check, also while no statements are executed. */
public final class WriteProbe {
    private static final long PERIOD_MILLIS = 5000;

    private final Vertx vertx;
    private final Database database;
    private long timer;
    private volatile boolean probing;

    public WriteProbe(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** Call it outside of verticles. */
    public void start() {
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> probe());
    }

    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void probe() {
        if (!probing) {
            probing = true;
            database.probeWrite().onComplete(done -> probing = false);
        }
    }
}
