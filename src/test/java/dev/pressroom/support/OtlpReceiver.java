package dev.pressroom.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A receiver of traces by OTLP over HTTP on a loopback address, which keeps what it received. */
public final class OtlpReceiver implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Mode mode = Mode.KEEPS;

    /** How the receiver answers. */
    public enum Mode {
        KEEPS,
        FAILS,
        HANGS
    }

    /**
     * A span.
     *
     * @param parent the id of its parent; empty for the first span of a trace
     * @param resource the attributes of the node
     */
    public record Received(Span span, String traceId, String id, String parent, Map<String, String> resource) {
        public String name() {
            return span.getName();
        }

        /** An attribute as text; empty without it. */
        public String get(String key) {
            return value(span.getAttributesList(), key);
        }

        public boolean isChildOf(Received other) {
            return parent.equals(other.id) && traceId.equals(other.traceId);
        }

        /** The link with this relation, as trace id and span id. */
        public List<String> links(String relation) {
            return span.getLinksList().stream()
                    .filter(link ->
                            value(link.getAttributesList(), "pressroom.link").equals(relation))
                    .map(link -> hex(link.getTraceId().toByteArray())
                            + '-'
                            + hex(link.getSpanId().toByteArray()))
                    .toList();
        }

        /** As in {@link #links}. */
        public String context() {
            return traceId + '-' + id;
        }
    }

    private OtlpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 100);
        server.setExecutor(threads);
        server.createContext("/v1/traces", this::handle);
        server.start();
    }

    public static OtlpReceiver start() {
        try {
            return new OtlpReceiver(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public OtlpReceiver answering(Mode next) {
        mode = next;
        return this;
    }

    /** The environment of a node that exports here soon after a span has ended. */
    public Map<String, String> environment() {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url(), "OTEL_BSP_SCHEDULE_DELAY", "50");
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            if (mode == Mode.KEEPS) {
                keep(ExportTraceServiceRequest.parseFrom(body));
            } else if (mode == Mode.HANGS) {
                released.await();
            }
            exchange.sendResponseHeaders(mode == Mode.FAILS ? 500 : 200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(ExportTraceServiceRequest request) {
        texts.add(request.toString());
        for (ResourceSpans node : request.getResourceSpansList()) {
            Map<String, String> resource = new HashMap<>();
            node.getResource()
                    .getAttributesList()
                    .forEach(attribute -> resource.put(attribute.getKey(), text(attribute.getValue())));
            for (ScopeSpans scope : node.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    received.add(new Received(
                            span,
                            hex(span.getTraceId().toByteArray()),
                            hex(span.getSpanId().toByteArray()),
                            hex(span.getParentSpanId().toByteArray()),
                            resource));
                }
            }
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String value(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> text(attribute.getValue()))
                .findFirst()
                .orElse("");
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    /** Number of requests, whatever they were answered. */
    public int requests() {
        return requests.get();
    }

    /** All that was received, as text. */
    public String text() {
        return String.join("\n", texts);
    }

    public List<Received> spans() {
        return List.copyOf(received);
    }

    public List<Received> spans(Predicate<Received> condition) {
        return received.stream().filter(condition).toList();
    }

    /** Waits until there are so many spans that satisfy the condition, and returns them. */
    public List<Received> await(int count, Predicate<Received> condition) {
        return Await.value(DEADLINE, () -> spans(condition), found -> found.size() >= count);
    }

    /** Waits for the span of an attempt of a job. */
    public Received run(Object job, int attempt) {
        return await(
                        1,
                        span -> span.name().startsWith("process ")
                                && span.get("pressroom.job.id").equals(job.toString())
                                && span.get("pressroom.job.attempt").equals(Integer.toString(attempt)))
                .get(0);
    }

    /** Waits for the children of a span. */
    public List<Received> children(Received parent, int count) {
        return await(count, span -> span.isChildOf(parent));
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
