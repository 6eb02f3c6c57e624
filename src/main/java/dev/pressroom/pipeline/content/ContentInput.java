package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The body of a content request as the pipeline reads it: with the defaults put in, and tolerant of members it does not
 * know and of members of another type than expected (they count as absent).
 *
 * @param topic as it was sent, with whatever else it holds
 * @param business {@code businessInfo} as it was sent
 * @param ctas calls to action that are objects; others are dropped
 */
record ContentInput(
        JsonObject topic,
        JsonObject business,
        String businessType,
        String targetAudience,
        String additionalInstructions,
        Options options,
        JsonArray ctas) {
    private static final String DEFAULT_BUSINESS = "general business";
    private static final String DEFAULT_AUDIENCE = "general audience";

    /**
     * @param status {@code draft} or {@code published}
     * @param language that the article is to be written in: a BCP 47 tag or a name; empty when the request names none
     * @param voice how it is to sound; may be empty
     * @param length how long it is to be, in the client's words or as a number of words; may be empty
     */
    record Options(
            boolean autoSave,
            String status,
            boolean includeVisuals,
            String language,
            String voice,
            String length,
            JsonArray tweets,
            JsonArray articles,
            JsonArray videos) {}

    static ContentInput of(JsonObject body) {
        JsonObject clean = CleanText.of(body);
        JsonObject business = object(clean, "businessInfo");
        return new ContentInput(
                object(clean, "topic"),
                business,
                text(business, "businessType", DEFAULT_BUSINESS),
                text(business, "targetAudience", DEFAULT_AUDIENCE),
                text(clean, "additionalInstructions", ""),
                options(object(clean, "options")),
                objects(array(clean, "ctas")));
    }

    String title() {
        return CleanText.line(text(topic, "title", "Untitled"));
    }

    String subheader() {
        return text(topic, "subheader", "");
    }

    /** What every model call of the pipeline is told. */
    JsonObject facts(JsonObject organization) {
        return new JsonObject()
                .put("topic", new JsonObject().put("title", title()).put("subheader", subheader()))
                .put("business", new JsonObject().put("type", businessType).put("audience", targetAudience))
                .put("organization", organization)
                .put("instructions", additionalInstructions)
                .put("ctas", ctas)
                .put("visuals", options.includeVisuals())
                .put(
                        "preloaded",
                        new JsonObject()
                                .put("tweets", options.tweets())
                                .put("articles", options.articles())
                                .put("videos", options.videos()));
    }

    private static Options options(JsonObject options) {
        return new Options(
                flag(options, "autoSave"),
                text(options, "status", "draft").equals("published") ? "published" : "draft",
                flag(options, "includeVisuals"),
                text(options, "language", ""),
                text(options, "voice", text(options, "tone", "")),
                options.getValue("wordCount") instanceof Number words
                        ? words.longValue() + " words"
                        : text(options, "length", ""),
                array(options, "preloadedTweets"),
                array(options, "preloadedArticles"),
                array(options, "preloadedVideos"));
    }

    private static boolean flag(JsonObject json, String key) {
        return !(json.getValue(key) instanceof Boolean set) || set;
    }

    private static String text(JsonObject json, String key, String otherwise) {
        return json.getValue(key) instanceof String text && !text.isBlank() ? text.strip() : otherwise;
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonArray array(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonArray array ? array : new JsonArray();
    }

    private static JsonArray objects(JsonArray array) {
        JsonArray kept = new JsonArray();
        array.stream().filter(JsonObject.class::isInstance).forEach(kept::add);
        return kept;
    }
}
