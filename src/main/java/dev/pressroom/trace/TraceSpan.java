package dev.pressroom.trace;

import java.util.Optional;

/**
 * A span under way. Attributes must contain neither text of users nor secrets: only ids, names from closed sets and numbers.
 * Thread-safe. Children of {@link #NONE} are {@link #NONE}.
 */
public interface TraceSpan {
    /** Records nothing: the span of a node without tracing. */
    TraceSpan NONE = new NoSpan();

    /** The kind of a span by the OpenTelemetry specification. */
    enum Kind {
        INTERNAL,
        CLIENT,
        PRODUCER,
        CONSUMER
    }

    /** Starts a child of this span in the same trace. */
    TraceSpan child(String name, Kind kind);

    TraceSpan set(String key, String value);

    TraceSpan set(String key, long value);

    /** Changes the name that the span was started with. */
    void rename(String name);

    /** Records that something happened now, with its {@code error.type}. */
    void event(String name, String errorType);

    /**
     * Links this span to another one.
     *
     * @param traceparent of the other span; text that is no valid header {@code traceparent} is ignored
     * @param relation the attribute {@code pressroom.link} of the link
     */
    void link(String traceparent, String relation);

    /**
     * Marks the span as failed.
     *
     * @param errorType the attribute {@code error.type}: a code, never a message
     */
    void failed(String errorType);

    /** The context of this span as a header {@code traceparent} (W3C Trace Context); empty without tracing. */
    Optional<String> traceparent();

    /** 32 hexadecimal digits; empty without tracing. */
    Optional<String> traceId();

    void end();
}
