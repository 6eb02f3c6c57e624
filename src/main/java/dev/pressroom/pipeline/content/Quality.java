package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonObject;

/** Predicts the quality of the post from the completeness of its context and its SEO score. */
final class Quality {
    private static final int HIGH = 80;
    private static final int GOOD = 60;

    private Quality() {}

    /**
     * @param completeness of the context, 0 to 100
     * @param seoScore 0 to 100
     * @return {@code score} (0 to 100), {@code level} ({@code high}, {@code good}, {@code basic}), {@code
     *     contextCompleteness} and {@code seoScore}
     */
    static JsonObject prediction(int completeness, int seoScore) {
        int score = Math.round(0.3f * completeness + 0.7f * seoScore);
        return new JsonObject()
                .put("score", score)
                .put("level", score >= HIGH ? "high" : score >= GOOD ? "good" : "basic")
                .put("contextCompleteness", completeness)
                .put("seoScore", seoScore);
    }
}
