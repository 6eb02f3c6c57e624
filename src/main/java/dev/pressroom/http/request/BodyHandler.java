package dev.pressroom.http.request;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the bodies of requests, in place of the library's handler, which would buffer them before anybody is asked who
 * they are. On one event loop alone.
 */
public final class BodyHandler {
    private static final long TICK_MILLIS = 500;
    private static final String BODY = "body that waits to be read";

    private final Vertx vertx;
    private final ByteBudget budget;
    private final long timeoutNanos;
    private final Set<RequestBody> reading = new HashSet<>();
    private final long timer;

    /**
     * @param budget of all bodies of this node
     * @param timeout within which a body must have arrived
     */
    public BodyHandler(Vertx vertx, ByteBudget budget, Duration timeout) {
        this.vertx = vertx;
        this.budget = budget;
        this.timeoutNanos = timeout.toNanos();
        this.timer = vertx.setPeriodic(TICK_MILLIS, tick -> endLate());
    }

    /** Must come first: lets no byte of a body in until {@link #upTo} reads it. */
    public void hold(RoutingContext context) {
        if (!RequestBody.isAnnounced(context.request())) {
            context.next();
            return;
        }
        RequestBody body = new RequestBody(vertx, context, budget);
        context.put(BODY, body);
        body.watch();
        context.next();
        body.pauseUnlessRead();
    }

    /** Reads the body and goes on, or fails with 413, 408 or 503. */
    public Handler<RoutingContext> upTo(int bytes) {
        return context -> {
            RequestBody body = context.get(BODY);
            if (body == null) {
                context.next();
                return;
            }
            reading.add(body);
            body.read(bytes, System.nanoTime() + timeoutNanos, () -> reading.remove(body));
        };
    }

    private void endLate() {
        long now = System.nanoTime();
        List.copyOf(reading).forEach(body -> body.failIfLate(now));
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
