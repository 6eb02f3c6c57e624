package dev.pressroom.trace;

import org.slf4j.spi.LoggingEventBuilder;

/** Log lines that name their trace. */
public final class TraceLog {
    private TraceLog() {}

    /** Adds the field {@code trace_id} with tracing, and nothing without. */
    public static LoggingEventBuilder in(LoggingEventBuilder line, TraceSpan span) {
        return span.traceId().map(id -> line.addKeyValue("trace_id", id)).orElse(line);
    }
}
