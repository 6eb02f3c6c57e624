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
 * The requests of a verticle that are not answered yet, so that each gets an answer: when a callback throws an exception,
 * and when no callback ever comes. Vert.x runs the callbacks of each request on a context of its own, which is how an
 * exception leads to its request.
 */
public final class OpenRequests {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);

    private static final long SWEEP_MILLIS = 1000;

    private final Map<Context, Open> open = new IdentityHashMap<>();
    private final long longestNanos;
    private final LongSupplier nanoTime;

    private record Open(RoutingContext request, long sinceNanos) {}

    /**
     * Of a verticle.
     *
     * @param context of the verticle; its exception handler is set
     * @param longest that a request may wait for its answer to begin
     */
    public static OpenRequests of(Vertx vertx, Context context, Duration longest) {
        OpenRequests requests = new OpenRequests(longest, System::nanoTime);
        context.exceptionHandler(requests::thrown);
        vertx.setPeriodic(SWEEP_MILLIS, tick -> requests.sweep());
        return requests;
    }

    OpenRequests(Duration longest, LongSupplier nanoTime) {
        this.longestNanos = longest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The first handler of each request. */
    public void enter(RoutingContext request) {
        Context context = Vertx.currentContext();
        open.put(context, new Open(request, nanoTime.getAsLong()));
        request.addEndHandler(ended -> open.remove(context));
        request.next();
    }

    /** Fails the request whose callback threw {@code cause}. */
    void thrown(Throwable cause) {
        Open found = open.get(Vertx.currentContext());
        if (found == null || found.request.response().ended()) {
            LOG.atError().setCause(cause).log("a callback has thrown an exception");
        } else {
            found.request.fail(cause);
        }
    }

    /** Fails the requests that nothing has answered for too long. */
    void sweep() {
        long now = nanoTime.getAsLong();
        for (Open one : List.copyOf(open.values())) {
            if (now - one.sinceNanos > longestNanos
                    && one.request.request().isEnded()
                    && !one.request.response().headWritten()) {
                one.request.fail(new IllegalStateException("the request was not answered in time"));
            }
        }
    }
}
