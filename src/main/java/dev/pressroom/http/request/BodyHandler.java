package dev.pressroom.http.request;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receives request bodies. Unlike the body handler of Vert.x it buffers nothing before the client has been authenticated.
 * Used on one event loop only.
 */
public final class BodyHandler {
    private static final long CHECK_INTERVAL_MILLIS = 500;
    private static final String BODY = "request body";

    private final Vertx vertx;
    private final ByteBudget budget;
    private final long timeoutNanos;
    private final Set<RequestBody> reading = new HashSet<>();
    private final long timer;

    /**
     * @param budget for the bodies of all event loops of this node
     * @param timeout from the first read of a body to its end
     */
    public BodyHandler(Vertx vertx, ByteBudget budget, Duration timeout) {
        this.vertx = vertx;
        this.budget = budget;
        this.timeoutNanos = timeout.toNanos();
        this.timer = vertx.setPeriodic(CHECK_INTERVAL_MILLIS, tick -> failLate());
    }

    /** A handler that must come before all asynchronous ones: stops reading until {@link #upTo} receives the body. */
    public void hold(RoutingContext context) {
        if (!RequestBody.isAnnounced(context.request())) {
            context.next();
            return;
        }
        RequestBody body = new RequestBody(vertx, context, budget);
        context.put(BODY, body);
        body.addHandlers();
        context.next();
        body.pauseUnlessReading();
    }

    /**
     * Returns a handler that receives the body and passes the request on, or fails it with {@code BODY_TOO_LARGE},
     * {@code REQUEST_TIMEOUT}, {@code OVERLOADED} or, for invalid HTTP, {@code VALIDATION_FAILED}.
     */
    public Handler<RoutingContext> upTo(int maxBytes) {
        return context -> {
            RequestBody body = context.get(BODY);
            if (body == null) {
                context.next();
                return;
            }
            reading.add(body);
            body.read(maxBytes, System.nanoTime() + timeoutNanos, () -> reading.remove(body));
        };
    }

    /** Frees the memory of a body that has been read and is not needed any more; the response may last for minutes. */
    public static void discard(RoutingContext context) {
        JsonBodies.discard(context);
        RequestBody body = context.get(BODY);
        if (body != null) {
            body.discard();
        }
    }

    private void failLate() {
        long now = System.nanoTime();
        List.copyOf(reading).forEach(body -> body.failIfLate(now));
    }

    /** Stops the timer. */
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
