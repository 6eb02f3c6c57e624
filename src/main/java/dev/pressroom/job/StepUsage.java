package dev.pressroom.job;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a run of a step has used, its failed tries included.
 *
 * @param durationMillis from the start of the first try to the end of the last
 * @param model the last model that was called; empty without a call
 * @param cost of all calls; empty when one of their models has no price
 * @param currency ISO 4217 code; present when a call has a cost
 * @param calls of models, in order
 */
public record StepUsage(
        int durationMillis,
        Optional<String> model,
        int inputTokens,
        int outputTokens,
        Optional<BigDecimal> cost,
        Optional<String> currency,
        List<Call> calls) {
    /**
     * One call of a model.
     *
     * @param images drawn
     * @param cost empty when the model has no price
     */
    public record Call(String model, int inputTokens, int outputTokens, int images, Optional<BigDecimal> cost) {}
}
