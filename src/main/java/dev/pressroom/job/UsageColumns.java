package dev.pressroom.job;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The columns of usages, as parameters of a statement: duration, model, input tokens, output tokens, cost, currency, calls as
 * the JSON of {@code job_steps.calls}.
 */
final class UsageColumns {
    private UsageColumns() {}

    /** One row for each element of {@code all}, of nulls where it has no usage. */
    static <S> List<Object> of(List<S> all, Function<S, Optional<StepUsage>> usage) {
        return List.of(
                column(all, Integer[]::new, usage, used -> Optional.of(used.durationMillis())),
                column(all, String[]::new, usage, StepUsage::model),
                column(all, Integer[]::new, usage, used -> Optional.of(used.inputTokens())),
                column(all, Integer[]::new, usage, used -> Optional.of(used.outputTokens())),
                column(all, String[]::new, usage, used -> used.cost().map(BigDecimal::toPlainString)),
                column(all, String[]::new, usage, StepUsage::currency),
                column(all, String[]::new, usage, UsageColumns::calls));
    }

    private static Optional<String> calls(StepUsage usage) {
        JsonArray calls = new JsonArray();
        usage.calls()
                .forEach(call -> calls.add(new JsonObject()
                        .put("model", call.model())
                        .put("inputTokens", call.inputTokens())
                        .put("outputTokens", call.outputTokens())
                        .put("images", call.images() > 0 ? call.images() : null)
                        .put("cost", call.cost().map(BigDecimal::toPlainString).orElse(null))));
        return calls.isEmpty() ? Optional.empty() : Optional.of(calls.encode());
    }

    private static <S, T> T[] column(
            List<S> all,
            IntFunction<T[]> array,
            Function<S, Optional<StepUsage>> usage,
            Function<StepUsage, Optional<T>> value) {
        return ColumnArrays.of(
                all, array, one -> usage.apply(one).flatMap(value).orElse(null));
    }
}
