package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The body of a content request with defaults filled in. Unknown members are ignored; members of an unexpected type
 * count as absent.
 *
 * @param topic as sent, with all its members
 * @param business {@code businessInfo} as sent
 * @param businessType empty when the request gives none
 * @param targetAudience empty when the request gives none
 * @param ctas calls to action; elements that are not objects are dropped
 */
record ContentInput(
        JsonObject topic,
        JsonObject business,
        String businessType,
        String targetAudience,
        String additionalInstructions,
        Options options,
        JsonArray ctas) {
    /**
     * @param status {@code draft} or {@code published}
     * @param language of the article: a BCP 47 tag or a name; empty when the request names none
     * @param voice tone of the text; may be empty
     * @param length a description, or a number of words; may be empty
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
                text(business, "businessType", ""),
                text(business, "targetAudience", ""),
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

    /**
     * The facts that every model call of this pipeline receives: {@code topic}, {@code business}, {@code organization},
     * {@code instructions}, {@code ctas}, {@code visuals} and {@code preloaded}. {@code business} has only what was given.
     */
    JsonObject facts(JsonObject organization) {
        return new JsonObject()
                .put("topic", new JsonObject().put("title", title()).put("subheader", subheader()))
                .put("business", given("type", businessType).mergeIn(given("audience", targetAudience)))
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

    /** An object with the value, or an empty one for an empty value. */
    static JsonObject given(String key, String value) {
        return value.isEmpty() ? new JsonObject() : new JsonObject().put(key, value);
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
