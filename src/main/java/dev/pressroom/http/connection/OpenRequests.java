package dev.pressroom.http.connection;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a verticle that have no response yet. Fails a request when one of its callbacks throws, and when it gets
 * no response in time. Vert.x runs the callbacks of each request on a context of their own, by which an exception is
 * assigned to its request.
 */
public final class OpenRequests {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);

    private static final long SWEEP_INTERVAL_MILLIS = 1000;

    private final Map<Context, Open> open = new IdentityHashMap<>();
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    private record Open(RoutingContext request, long sinceNanos) {}

    /**
     * Tracks the requests of a verticle.
     *
     * @param context of the verticle; its exception handler is replaced
     * @param timeout from the head of a request to the head of its response
     */
    public static OpenRequests of(Vertx vertx, Context context, Duration timeout) {
        OpenRequests requests = new OpenRequests(timeout, System::nanoTime);
        context.exceptionHandler(requests::onException);
        vertx.setPeriodic(SWEEP_INTERVAL_MILLIS, tick -> requests.failOverdue());
        return requests;
    }

    OpenRequests(Duration timeout, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Must be the first handler of each request. */
    public void enter(RoutingContext request) {
        Context context = Vertx.currentContext();
        open.put(context, new Open(request, nanoTime.getAsLong()));
        request.addEndHandler(ended -> open.remove(context));
        request.next();
    }

    /** Fails the request whose callback threw {@code cause}; without such a request the exception is only logged. */
    void onException(Throwable cause) {
        Open current = open.get(Vertx.currentContext());
        if (current == null || current.request.response().ended()) {
            LOG.atError().setCause(cause).log("a callback threw an exception");
        } else {
            current.request.fail(cause);
        }
    }

    /** Fails the requests that were received completely and have no response within the timeout. */
    void failOverdue() {
        long now = nanoTime.getAsLong();
        for (Open each : List.copyOf(open.values())) {
            if (now - each.sinceNanos > timeoutNanos
                    && each.request.request().isEnded()
                    && !each.request.response().headWritten()) {
                each.request.fail(new IllegalStateException("the request got no response in time"));
            }
        }
    }
}
