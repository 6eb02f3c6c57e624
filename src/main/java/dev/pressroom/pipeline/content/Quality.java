package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonObject;

/** A forecast of how good the post is, from what was known before and what was measured after. */
final class Quality {
    private static final int HIGH = 80;
    private static final int GOOD = 60;

    private Quality() {}

    /**
     * @param completeness of the context, 0 to 100
     * @param seoScore 0 to 100
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
