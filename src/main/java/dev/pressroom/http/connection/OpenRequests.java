package dev.pressroom.http.connection;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
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

    private static final String KEY = "open request";

    private final Map<Context, Open> open = new IdentityHashMap<>();

    /** Responses that have begun and whose requests have been released. */
    private final Map<Context, HttpServerResponse> begun = new IdentityHashMap<>();

    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    private record Open(OpenRequests requests, Context context, RoutingContext request, long sinceNanos) {}

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
        Open entered = new Open(this, context, request, nanoTime.getAsLong());
        open.put(context, entered);
        request.put(KEY, entered);
        request.addEndHandler(ended -> open.remove(context));
        request.next();
    }

    /**
     * Releases a request whose response has begun: from now on only the response is tracked, and a callback that throws resets
     * it. The end handlers of the request are not called any more.
     *
     * @param onEnd called when the response has ended, or its connection is closed
     */
    public static void release(RoutingContext request, Runnable onEnd) {
        Open entered = request.get(KEY);
        entered.requests.track(entered.context, request.response(), onEnd);
    }

    private void track(Context context, HttpServerResponse response, Runnable onEnd) {
        open.remove(context);
        begun.put(context, response);
        response.endHandler(ended -> {
            begun.remove(context);
            onEnd.run();
        });
    }

    /** Fails the request whose callback threw {@code cause}; without such a request the exception is only logged. */
    void onException(Throwable cause) {
        Context context = Vertx.currentContext();
        Open current = open.get(context);
        if (current != null && !current.request.response().ended()) {
            current.request.fail(cause);
            return;
        }
        LOG.atError().setCause(cause).log("a callback threw an exception");
        HttpServerResponse response = begun.get(context);
        if (response != null && !response.ended()) {
            response.reset();
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
