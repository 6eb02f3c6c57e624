package dev.pressroom.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.vertx.core.VertxBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tracing by the OpenTelemetry SDK, configured by its own variables. */
final class OpenTelemetryTracing implements Tracing {
    /** The SDK would wait for the export of all that is queued: with a dead receiver several times 10 s. */
    private static final int CLOSE_SECONDS = 3;

    private static final String NAME = "dev.pressroom";
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");

    /**
     * The sender of the JDK has no gRPC. Metrics are served at /metrics and logs go to stderr, so neither is exported. The id
     * of an instance is that of the node.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.propagators", "tracecontext",
            "otel.exporter.otlp.timeout", "5000",
            "otel.java.disabled.resource.providers",
                    "io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider");

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private OpenTelemetryTracing(OpenTelemetrySdk sdk, String version) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer(NAME, version);
    }

    static OpenTelemetryTracing start(Map<String, String> variables, String node, String version) {
        Map<String, String> given = properties(variables);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addPropertiesCustomizer(config -> given)
                .addResourceCustomizer((resource, config) -> identified(resource, given, node, version))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new OpenTelemetryTracing(sdk, version);
    }

    /** As the SDK names them: {@code OTEL_SERVICE_NAME} sets {@code otel.service.name}. Empty variables set nothing. */
    private static Map<String, String> properties(Map<String, String> variables) {
        Map<String, String> properties = new HashMap<>();
        variables.forEach((name, value) -> {
            if (!value.isBlank()) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
            }
        });
        return properties;
    }

    private static Resource identified(Resource resource, Map<String, String> given, String node, String version) {
        boolean isNamed = given.containsKey("otel.service.name")
                || given.getOrDefault("otel.resource.attributes", "").contains("service.name=");
        Resource own = Resource.create(Attributes.builder()
                .put("service.version", version)
                .put(INSTANCE, node)
                .build());
        Resource named = isNamed
                ? resource
                : resource.merge(Resource.create(
                        Attributes.builder().put("service.name", "pressroom").build()));
        return given.getOrDefault("otel.resource.attributes", "").contains(INSTANCE.getKey() + "=")
                ? own.merge(named)
                : named.merge(own);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public VertxBuilder enabledIn(VertxBuilder builder) {
        return builder.withTracer(options -> new HttpServerTracer(sdk, tracer));
    }

    @Override
    public TraceSpan root(String name, TraceSpan.Kind kind) {
        return OtelSpan.root(tracer, name, kind);
    }

    @Override
    public TraceSpan ofRequest() {
        Span span = Span.current();
        return span.getSpanContext().isValid() ? new OtelSpan(tracer, span) : TraceSpan.NONE;
    }

    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
