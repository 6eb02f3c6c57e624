package dev.pressroom.pipeline.content;

import static dev.pressroom.pipeline.SchemaBuilder.list;
import static dev.pressroom.pipeline.SchemaBuilder.object;
import static dev.pressroom.pipeline.SchemaBuilder.text;

import io.vertx.core.json.JsonObject;

/** JSON Schemas of the model answers. */
final class ContentSchemas {
    static final JsonObject OUTLINE = object().with("title", text())
            .with("subtitle", text())
            .with("metaDescription", text())
            .with("tags", list(text()))
            .with("seoKeywords", list(text()))
            .with(
                    "sections",
                    list(object().with("heading", text())
                            .with("points", list(text()))
                            .schema()))
            .with(
                    "ctaSuggestions",
                    list(object().with("text", text()).with("placement", text()).schema()))
            .schema();

    static final JsonObject VISUALS = object().with(
                    "suggestions",
                    list(object().with("type", text())
                            .with("description", text())
                            .with("placement", text())
                            .with("prompt", text())
                            .schema()))
            .schema();

    static final JsonObject SEO = object().with("summary", text())
            .with("strengths", list(text()))
            .with("improvements", list(text()))
            .schema();

    private ContentSchemas() {}
}
