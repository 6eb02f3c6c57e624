package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The shapes of the answers that are to be JSON. Strict: every member is required and no other is allowed. */
final class Schemas {
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

    private Schemas() {}

    private static Shape object() {
        return new Shape(new JsonObject(), new JsonArray());
    }

    private static JsonObject text() {
        return new JsonObject().put("type", "string");
    }

    private static JsonObject list(JsonObject of) {
        return new JsonObject().put("type", "array").put("items", of);
    }

    private record Shape(JsonObject properties, JsonArray required) {
        Shape with(String name, JsonObject schema) {
            return new Shape(
                    properties.copy().put(name, schema), required.copy().add(name));
        }

        JsonObject schema() {
            return new JsonObject()
                    .put("type", "object")
                    .put("properties", properties)
                    .put("required", required)
                    .put("additionalProperties", false);
        }
    }
}
