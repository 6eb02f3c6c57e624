package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts error responses by their code. One instance for all event loops of a node. */
public final class RefusedRequests {
    private static final String KEY = "refused-requests";

    private final Map<ErrorCode, Counter> counters;

    public RefusedRequests(MeterRegistry registry) {
        this.counters = Stream.of(ErrorCode.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        code -> Counter.builder("pressroom.http.requests.refused")
                                .description("Requests that got an error response, by its code")
                                .tag("reason", code.name())
                                .register(registry)));
    }

    /** Makes the counters available to {@link #count}. */
    public void attach(RoutingContext context) {
        context.put(KEY, this);
    }

    /** Counts an error response; does nothing for a router without counters. */
    static void count(RoutingContext context, ErrorCode code) {
        RefusedRequests refused = context.get(KEY);
        if (refused != null) {
            refused.counters.get(code).increment();
        }
    }
}
