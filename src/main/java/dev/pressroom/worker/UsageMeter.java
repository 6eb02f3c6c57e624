package dev.pressroom.worker;

import dev.pressroom.base.ModelUsage;
import dev.pressroom.job.StepUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Adds up what the model calls of a step use. Its parts share it: the part that is stored next takes the sum so far. */
final class UsageMeter implements Consumer<ModelUsage> {
    /** Further calls are added to the last one, so that a step stays small. */
    static final int MAX_CALLS = 100;

    private final ModelPrices prices;
    private Optional<String> model = Optional.empty();
    private long inputTokens;
    private long outputTokens;
    private Optional<BigDecimal> cost = Optional.of(BigDecimal.ZERO);
    private List<StepUsage.Call> calls = new ArrayList<>();

    UsageMeter(ModelPrices prices) {
        this.prices = prices;
    }

    @Override
    public void accept(ModelUsage call) {
        model = Optional.of(call.model());
        inputTokens += call.inputTokens();
        outputTokens += call.outputTokens();
        Optional<BigDecimal> price = prices.of(call);
        cost = cost.flatMap(sum -> price.map(sum::add));
        add(new StepUsage.Call(call.model(), call.inputTokens(), call.outputTokens(), call.images(), price));
    }

    private void add(StepUsage.Call call) {
        if (calls.size() < MAX_CALLS) {
            calls.add(call);
            return;
        }
        StepUsage.Call last = calls.remove(MAX_CALLS - 1);
        calls.add(new StepUsage.Call(
                call.model(),
                cut((long) last.inputTokens() + call.inputTokens()),
                cut((long) last.outputTokens() + call.outputTokens()),
                cut((long) last.images() + call.images()),
                last.cost()
                        .map(before -> call.cost().map(before::add).orElse(before))
                        .or(call::cost)));
    }

    private static int cut(long sum) {
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** Whether nothing was used since the last {@link #take}. */
    boolean isEmpty() {
        return model.isEmpty();
    }

    /** The usage since the last call of this method. */
    StepUsage take(int durationMillis) {
        Optional<BigDecimal> known = model.flatMap(called -> cost);
        StepUsage usage = new StepUsage(
                durationMillis,
                model,
                cut(inputTokens),
                cut(outputTokens),
                known,
                calls.stream().anyMatch(call -> call.cost().isPresent())
                        ? Optional.of(prices.currency())
                        : Optional.empty(),
                calls);
        model = Optional.empty();
        inputTokens = 0;
        outputTokens = 0;
        cost = Optional.of(BigDecimal.ZERO);
        calls = new ArrayList<>();
        return usage;
    }
}
