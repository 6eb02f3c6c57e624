package dev.pressroom.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.VertxContextStorageProvider.VertxContextStorage;
import java.util.Map;
import java.util.Set;

/**
 * Creates spans of the HTTP requests that nodes receive from clients of the API, and of nothing else. The tracer of
 * vertx-opentelemetry, whose context storage this class uses, would also create spans of bus messages and statements, put
 * paths and queries with tickets and words of users into attributes, and send the trace context to each site and webhook
 * receiver.
 */
final class HttpServerTracer implements VertxTracer<HttpServerTracer.Received, Void> {
    /** Health checks, metrics and files get no spans. */
    private static final Set<String> TRACED_PATHS = Set.of("/api/", "/mcp");

    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<Iterable<Map.Entry<String, String>>> HEADERS = new HeaderGetter();

    private final OpenTelemetry openTelemetry;
    private final Tracer tracer;

    HttpServerTracer(OpenTelemetry openTelemetry, Tracer tracer) {
        this.openTelemetry = openTelemetry;
        this.tracer = tracer;
    }

    /** A request in progress. */
    record Received(Span span, Scope scope) {}

    @Override
    public <R> Received receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        if (!(request instanceof HttpServerRequest received) || !isTraced(received)) {
            return null;
        }
        io.opentelemetry.context.Context parent = openTelemetry
                .getPropagators()
                .getTextMapPropagator()
                .extract(io.opentelemetry.context.Context.root(), headers, HEADERS);
        boolean isKnown = HttpMethod.values().contains(received.method());
        String method = isKnown ? received.method().name() : "_OTHER";
        Span span = tracer.spanBuilder(isKnown ? method : "HTTP")
                .setParent(parent)
                .setSpanKind(io.opentelemetry.api.trace.SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.scheme", received.isSSL() ? "https" : "http")
                .startSpan();
        return new Received(
                span, VertxContextStorage.INSTANCE.attach((ContextInternal) context, span.storeInContext(parent)));
    }

    private static boolean isTraced(HttpServerRequest request) {
        String uri = request.uri();
        return uri != null && TRACED_PATHS.stream().anyMatch(uri::startsWith);
    }

    /** @param failure the connection or stream was closed before the end of the response */
    @Override
    public <R> void sendResponse(
            Context context, R response, Received received, Throwable failure, TagExtractor<R> tags) {
        if (received == null) {
            return;
        }
        Span span = received.span();
        if (response instanceof HttpServerResponse sent) {
            int status = sent.getStatusCode();
            span.setAttribute("http.response.status_code", status);
            if (status >= 500) {
                span.setAttribute("error.type", Integer.toString(status));
                span.setStatus(StatusCode.ERROR);
            }
        }
        if (failure != null) {
            span.setAttribute("error.type", "reset");
        }
        span.end();
        received.scope().close();
    }

    /** Hides {@code tracestate} and {@code baggage}: they hold text that clients choose, and nothing here reads them. */
    private static final class HeaderGetter implements TextMapGetter<Iterable<Map.Entry<String, String>>> {
        @Override
        public String get(Iterable<Map.Entry<String, String>> headers, String key) {
            for (Map.Entry<String, String> header : headers) {
                if (key.equals(TRACEPARENT) && header.getKey().equalsIgnoreCase(key)) {
                    return header.getValue();
                }
            }
            return null;
        }
    }
}
