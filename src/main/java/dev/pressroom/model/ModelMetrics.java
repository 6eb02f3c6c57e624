package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Meters;
import dev.pressroom.base.ModelUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The metrics of model calls on this node: durations by call and outcome, tokens, and cost. A duration includes the wait
 * for one of the concurrent calls.
 */
public final class ModelMetrics {
    private static final List<String> CALLS = List.of("write", "structure", "draw");

    private final MeterRegistry registry;
    private final Function<ModelUsage, Optional<BigDecimal>> price;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter images;
    private final Counter cost;
    private final Counter unpriced;
    private final Function<Call, Timer> calls;

    private record Call(String name, String outcome) {}

    /**
     * @param price the cost of a call; empty when its model has no price
     * @param currency of the prices, an ISO 4217 code
     */
    public ModelMetrics(MeterRegistry registry, Function<ModelUsage, Optional<BigDecimal>> price, String currency) {
        this.registry = registry;
        this.price = price;
        this.inputTokens = tokens("input");
        this.outputTokens = tokens("output");
        this.images = counter("pressroom.model.images", "Images drawn by models");
        this.cost = Counter.builder("pressroom.model.cost")
                .description("Cost of model calls by the configured prices, in the currency of the label")
                .tag("currency", currency)
                .register(registry);
        this.calls = Meters.cached(call -> Meters.longTimes("pressroom.model.call", "Duration of model calls")
                .tag("call", call.name())
                .tag("outcome", call.outcome())
                .register(registry));
        CALLS.forEach(this::registerTimers);
        this.unpriced = counter("pressroom.model.unpriced", "Model calls whose model has no configured price");
    }

    private Counter tokens(String direction) {
        return Counter.builder("pressroom.model.tokens")
                .description("Tokens of prompts (input) and answers (output)")
                .tag("direction", direction)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Times a call. {@code call} is write, structure or draw. */
    <T> Future<T> timed(String call, Future<T> answer) {
        Timer.Sample sample = Timer.start(registry);
        return answer.onComplete(done -> sample.stop(timer(call, Meters.outcome(done.cause()))));
    }

    private Timer timer(String call, String outcome) {
        return calls.apply(new Call(call, outcome));
    }

    /** Creates the timers before the first call: the rate of a counter does not show its first increment otherwise. */
    private void registerTimers(String call) {
        timer(call, Meters.outcome(null));
        EnumSet.range(ErrorCode.MODEL_UNAVAILABLE, ErrorCode.MODEL_REFUSED).forEach(code -> timer(call, code.name()));
    }

    /** The scope with usage that is counted here too. */
    CallScope counted(CallScope scope) {
        return new CallScope(
                scope.cancellation(),
                usage -> {
                    count(usage);
                    scope.onUsage().accept(usage);
                },
                scope.span());
    }

    private void count(ModelUsage usage) {
        inputTokens.increment(usage.inputTokens());
        outputTokens.increment(usage.outputTokens());
        images.increment(usage.images());
        price.apply(usage).map(BigDecimal::doubleValue).ifPresentOrElse(cost::increment, unpriced::increment);
    }
}
