package dev.pressroom.model.provider;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The tokens of a call as its provider reports them. */
record TokenCount(int input, int output) {
    /** More tokens than any model reads or writes; larger reports are cut to it. */
    private static final int MAX = 100_000_000;

    /**
     * Reads the counts of {@code usage}, an untrusted value. A missing one counts as 0; empty when both are missing.
     *
     * @param inputs members whose sum is the number of tokens of the prompt
     */
    static Optional<TokenCount> read(Object usage, String output, String... inputs) {
        if (!(usage instanceof JsonObject json)) {
            return Optional.empty();
        }
        long sum = 0;
        boolean isReported = isCount(json.getValue(output));
        for (String input : inputs) {
            isReported |= isCount(json.getValue(input));
            sum += count(json.getValue(input));
        }
        return isReported
                ? Optional.of(new TokenCount((int) Math.min(MAX, sum), count(json.getValue(output))))
                : Optional.empty();
    }

    TokenCount withOutput(int tokens) {
        return new TokenCount(input, tokens);
    }

    private static boolean isCount(Object value) {
        return value instanceof Number number && number.doubleValue() >= 0;
    }

    private static int count(Object value) {
        return isCount(value) ? (int) Math.min(MAX, ((Number) value).doubleValue()) : 0;
    }
}
