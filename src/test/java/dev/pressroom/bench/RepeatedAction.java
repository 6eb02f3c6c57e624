package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Runs an action {@code times} times at intervals of {@code everyMillis}, both from a command. */
final class RepeatedAction {
    private RepeatedAction() {}

    static Future<Void> run(Vertx vertx, JsonObject order, Runnable action) {
        Promise<Void> done = Promise.promise();
        int[] left = {order.getInteger("times")};
        vertx.setPeriodic(order.getLong("everyMillis"), tick -> {
            action.run();
            left[0]--;
            if (left[0] == 0) {
                vertx.cancelTimer(tick);
                done.complete();
            }
        });
        return done.future();
    }
}
