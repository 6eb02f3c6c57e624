package dev.pressroom.base;

/**
 * What one call of a model has used.
 *
 * @param model the provider's name
 * @param inputTokens of the prompt; an estimate when the provider does not report them
 * @param outputTokens of the answer, as {@code inputTokens}
 * @param images drawn
 */
public record ModelUsage(String model, int inputTokens, int outputTokens, int images) {
    public static ModelUsage ofText(String model, int inputTokens, int outputTokens) {
        return new ModelUsage(model, inputTokens, outputTokens, 0);
    }
}
