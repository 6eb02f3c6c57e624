package dev.pressroom.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** A span of the OpenTelemetry SDK. */
record OtelSpan(Tracer tracer, Span span) implements TraceSpan {
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> RELATION = AttributeKey.stringKey("pressroom.link");

    /** Of the text {@code 00-<32 digits>-<16 digits>-<2 digits>}. */
    private static final int LENGTH = 55;

    static OtelSpan root(Tracer tracer, String name, Kind kind) {
        return started(tracer, tracer.spanBuilder(name).setNoParent(), kind);
    }

    private static OtelSpan started(Tracer tracer, SpanBuilder builder, Kind kind) {
        return new OtelSpan(
                tracer, builder.setSpanKind(SpanKind.valueOf(kind.name())).startSpan());
    }

    @Override
    public TraceSpan child(String name, Kind kind) {
        return started(tracer, tracer.spanBuilder(name).setParent(Context.root().with(span)), kind);
    }

    @Override
    public TraceSpan set(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public TraceSpan set(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public void rename(String name) {
        span.updateName(name);
    }

    @Override
    public void event(String name, String errorType) {
        span.addEvent(name, Attributes.of(ERROR_TYPE, errorType));
    }

    @Override
    public void link(String traceparent, String relation) {
        if (traceparent.length() == LENGTH) {
            SpanContext other = SpanContext.createFromRemoteParent(
                    traceparent.substring(3, 35),
                    traceparent.substring(36, 52),
                    TraceFlags.fromHex(traceparent, 53),
                    TraceState.getDefault());
            span.addLink(other, Attributes.of(RELATION, relation));
        }
    }

    @Override
    public void failed(String errorType) {
        span.setAttribute(ERROR_TYPE, errorType);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public Optional<String> traceparent() {
        SpanContext context = span.getSpanContext();
        return Optional.of("00-" + context.getTraceId() + '-' + context.getSpanId() + '-'
                + context.getTraceFlags().asHex());
    }

    @Override
    public Optional<String> traceId() {
        return Optional.of(span.getSpanContext().getTraceId());
    }

    @Override
    public void end() {
        span.end();
    }
}
