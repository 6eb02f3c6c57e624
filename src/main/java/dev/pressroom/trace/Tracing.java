package dev.pressroom.trace;

import io.vertx.core.VertxBuilder;
import java.util.Map;

/** Creates the spans of a node. */
public interface Tracing {
    /** Creates no spans, and loads no class of the OpenTelemetry SDK. */
    Tracing OFF = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public VertxBuilder enabledIn(VertxBuilder builder) {
            return builder;
        }

        @Override
        public TraceSpan root(String name, TraceSpan.Kind kind) {
            return TraceSpan.NONE;
        }

        @Override
        public TraceSpan ofRequest() {
            return TraceSpan.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * Starts the SDK. It exports in the background: when the receiver is slow or dead, spans are dropped.
     *
     * @param variables the {@code OTEL_…} variables
     * @param node the id of this node's start, the attribute {@code service.instance.id}
     * @param version of this program
     */
    static Tracing start(Map<String, String> variables, String node, String version) {
        return OpenTelemetryTracing.start(variables, node, version);
    }

    boolean isOn();

    /** Has Vert.x create the spans of HTTP requests. */
    VertxBuilder enabledIn(VertxBuilder builder);

    /** Starts the first span of a new trace. */
    TraceSpan root(String name, TraceSpan.Kind kind);

    /** The span of the HTTP request whose first handler runs now. */
    TraceSpan ofRequest();

    /** Exports the spans that have ended, within a few seconds, and stops the SDK. Blocks. */
    void close();
}
