package dev.pressroom.pipeline.website;

import static dev.pressroom.pipeline.SchemaBuilder.integer;
import static dev.pressroom.pipeline.SchemaBuilder.list;
import static dev.pressroom.pipeline.SchemaBuilder.object;

import io.vertx.core.json.JsonObject;

/** JSON Schemas of the model answers. */
final class WebsiteSchemas {
    private static final JsonObject IDEAS =
            list(object().withTexts("title", "searchIntent").schema());

    static final JsonObject ANALYSIS = object().withTexts(
                    "businessName",
                    "businessType",
                    "description",
                    "targetAudience",
                    "decisionMakers",
                    "endUsers",
                    "brandVoice",
                    "contentFocus",
                    "businessModel",
                    "websiteGoals",
                    "blogStrategy",
                    "searchBehavior")
            .withLists("customerProblems", "customerLanguage", "keywords")
            .with("contentIdeas", IDEAS)
            .schema();

    static final JsonObject INSIGHTS = object().with(
                    "cards",
                    list(object().withTexts("category", "heading", "body", "takeaway")
                            .schema()))
            .schema();

    static final JsonObject AUDIENCE = object().with(
                    "targetSegment",
                    object().withTexts("demographics", "psychographics", "searchBehavior")
                            .schema())
            .withTexts("customerProblem")
            .with(
                    "businessValue",
                    object().withTexts("searchVolume", "conversionPotential")
                            .with("priority", integer())
                            .schema())
            .withLists("customerLanguage")
            .withTexts("conversionPath")
            .withLists("seoKeywords")
            .with("contentIdeas", IDEAS)
            .schema();

    static final JsonObject PITCH = object().withTexts("pitch").schema();

    private WebsiteSchemas() {}
}
