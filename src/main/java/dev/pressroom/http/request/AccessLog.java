package dev.pressroom.http.request;

import dev.pressroom.job.Owner;
import dev.pressroom.trace.TraceLog;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request when its response has ended, if the setting {@code log.access} is on. A line has no path and no query,
 * since both may contain ids, tokens and tickets: only the name of the operation in the API document.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final String OPERATION = "operation";

    /** Operation of requests for static files and unknown paths, as in the metrics. */
    private static final String OTHER = "other";

    private AccessLog() {}

    /** A handler: logs the request at its end. */
    public static void observe(RoutingContext context) {
        long beganNanos = System.nanoTime();
        context.addEndHandler(ended -> log(context, System.nanoTime() - beganNanos, ended.succeeded()));
        context.next();
    }

    /** Stores the operation that handles a request. */
    public static void setOperation(RoutingContext context, String operationId) {
        context.put(OPERATION, operationId);
    }

    /** @param complete false when the connection was closed before the end of the response */
    private static void log(RoutingContext context, long nanos, boolean complete) {
        TraceLog.in(LOG.atInfo(), RequestSpan.of(context))
                .addKeyValue("method", method(context.request().method()))
                .addKeyValue("route", context.get(OPERATION, OTHER))
                .addKeyValue("status", context.response().getStatusCode())
                .addKeyValue("complete", complete)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("bytes", context.response().bytesWritten())
                .addKeyValue("owner", ownerKind(Optional.ofNullable(RequestOwner.of(context))))
                .addKeyValue("request", RequestId.of(context))
                .log("request");
    }

    private static String method(HttpMethod method) {
        return HttpMethod.values().contains(method) ? method.name() : "OTHER";
    }

    private static String ownerKind(Optional<Owner> owner) {
        return owner.map(known -> known.userId().isPresent() ? "user" : "session")
                .orElse("none");
    }
}
