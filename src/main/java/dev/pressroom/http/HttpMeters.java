package dev.pressroom.http;

import dev.pressroom.http.schema.ApiOperations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts and times requests by route, method and outcome. Replaces the meters of the Micrometer module of Vert.x, which use
 * methods and routes as clients send them and look a meter up by its labels for each request. Clients cannot add
 * meters. Requests that arrive before {@link #know} are counted under the route {@code other}.
 */
public final class HttpMeters implements HttpServerMetrics<HttpMeters.Exchange, Void, Void> {
    /** Label of requests for static files and unknown paths. */
    private static final String OTHER_ROUTE = "other";

    private static final String OTHER_METHOD = "OTHER";
    private static final List<HttpMethod> METHODS = List.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<HttpMethod, Meters> others;
    private final Meters otherMethod;
    private volatile Map<String, Map<HttpMethod, Meters>> routes = Map.of();

    public HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        this.others = METHODS.stream()
                .collect(Collectors.toUnmodifiableMap(
                        method -> method, method -> new Meters(registry, OTHER_ROUTE, method.name())));
        this.otherMethod = new Meters(registry, OTHER_ROUTE, OTHER_METHOD);
        Gauge.builder("pressroom.http.requests.active", active, AtomicInteger::get)
                .description("Requests in progress, including open streams")
                .register(registry);
    }

    /** How a request ended. */
    private enum Outcome {
        INFORMATIONAL("1xx"),
        SUCCESS("2xx"),
        REDIRECT("3xx"),
        CLIENT_ERROR("4xx"),
        SERVER_ERROR("5xx"),
        /** The connection or stream was closed before the end of the response. */
        RESET("reset");

        private static final Outcome[] BY_HUNDREDS = {INFORMATIONAL, SUCCESS, REDIRECT, CLIENT_ERROR, SERVER_ERROR};

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        static Outcome of(int status) {
            return BY_HUNDREDS[Math.max(0, Math.min(BY_HUNDREDS.length, status / 100) - 1)];
        }
    }

    /** The meters of a route and method. */
    private static final class Meters {
        private final Timer duration;
        private final Counter[] ended;

        Meters(MeterRegistry registry, String route, String method) {
            this.duration = Timer.builder("pressroom.http.request.duration")
                    .description("Time from the head of a request to the end of its response")
                    .tag("route", route)
                    .tag("method", method)
                    .register(registry);
            this.ended = Stream.of(Outcome.values())
                    .map(outcome -> Counter.builder("pressroom.http.requests")
                            .description("Completed requests by outcome")
                            .tag("route", route)
                            .tag("method", method)
                            .tag("status", outcome.label)
                            .register(registry))
                    .toArray(Counter[]::new);
        }
    }

    /** A request in progress. */
    static final class Exchange {
        private final HttpMethod method;
        private final long beganNanos = System.nanoTime();
        private Meters meters;

        private Exchange(HttpMethod method, Meters meters) {
            this.method = method;
            this.meters = meters;
        }
    }

    /** Creates the meters of the operations. Until then their requests are counted as {@link #OTHER_ROUTE}. */
    public void know(ApiOperations operations) {
        Map<String, List<Map.Entry<String, ApiOperations.Operation>>> byPath = operations.all().entrySet().stream()
                .collect(Collectors.groupingBy(entry -> entry.getValue().path()));
        routes = byPath.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        path -> path.getValue().stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        entry -> entry.getValue().method(),
                                        entry -> new Meters(
                                                registry,
                                                entry.getKey(),
                                                entry.getValue().method().name())))));
    }

    @Override
    public Exchange requestBegin(Void socket, HttpRequest request) {
        active.incrementAndGet();
        return new Exchange(request.method(), others.getOrDefault(request.method(), otherMethod));
    }

    /** @param route the path template of the matched route, not the path of the request; null for a route without one */
    @Override
    public void requestRouted(Exchange exchange, String route) {
        Map<HttpMethod, Meters> known = route == null ? null : routes.get(route);
        if (known != null) {
            exchange.meters = known.getOrDefault(exchange.method, exchange.meters);
        }
    }

    @Override
    public void responseEnd(Exchange exchange, HttpResponse response, long bytesWritten) {
        ended(exchange, Outcome.of(response.statusCode()));
    }

    @Override
    public void requestReset(Exchange exchange) {
        ended(exchange, Outcome.RESET);
    }

    private void ended(Exchange exchange, Outcome outcome) {
        active.decrementAndGet();
        exchange.meters.ended[outcome.ordinal()].increment();
        exchange.meters.duration.record(System.nanoTime() - exchange.beganNanos, TimeUnit.NANOSECONDS);
    }
}
