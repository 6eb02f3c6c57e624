package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Does something {@code times} times, {@code everyMillis} apart, as an order says. */
final class Ticks {
    private Ticks() {}

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
