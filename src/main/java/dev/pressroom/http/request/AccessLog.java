package dev.pressroom.http.request;

import dev.pressroom.job.Owner;
import dev.pressroom.trace.TraceLog;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
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
    private static final String BEGAN = "began";

    /** Operation of requests for static files and unknown paths, as in the metrics. */
    private static final String OTHER = "other";

    private AccessLog() {}

    /** A handler: logs the request at its end. */
    public static void observe(RoutingContext context) {
        context.put(BEGAN, System.nanoTime());
        context.addEndHandler(ended -> line(context).ifPresent(line -> line.log(ended.succeeded())));
        context.next();
    }

    /** The line of a request as far as it is known; empty when requests are not logged. */
    static Optional<Line> line(RoutingContext context) {
        Long beganNanos = context.get(BEGAN);
        return Optional.ofNullable(beganNanos)
                .map(began -> new Line(
                        context.response(),
                        RequestSpan.of(context),
                        method(context.request().method()),
                        context.get(OPERATION, OTHER),
                        ownerKind(Optional.ofNullable(RequestOwner.of(context))),
                        RequestId.of(context),
                        began));
    }

    /** Stores the operation that handles a request. */
    public static void setOperation(RoutingContext context, String operationId) {
        context.put(OPERATION, operationId);
    }

    /** A line without what is known only at the end of its response. */
    record Line(
            HttpServerResponse response,
            TraceSpan span,
            String method,
            String operation,
            String owner,
            String request,
            long beganNanos) {
        /** @param complete false when the connection was closed before the end of the response */
        void log(boolean complete) {
            TraceLog.in(LOG.atInfo(), span)
                    .addKeyValue("method", method)
                    .addKeyValue("route", operation)
                    .addKeyValue("status", response.getStatusCode())
                    .addKeyValue("complete", complete)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos))
                    .addKeyValue("bytes", response.bytesWritten())
                    .addKeyValue("owner", owner)
                    .addKeyValue("request", request)
                    .log("request");
        }
    }

    private static String method(HttpMethod method) {
        return HttpMethod.values().contains(method) ? method.name() : "OTHER";
    }

    private static String ownerKind(Optional<Owner> owner) {
        return owner.map(known -> known.userId().isPresent() ? "user" : "session")
                .orElse("none");
    }
}
