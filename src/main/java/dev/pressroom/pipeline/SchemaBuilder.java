package dev.pressroom.pipeline;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The shape of an answer that is to be JSON, built member by member into a JSON Schema. Strict: every member is
 * required and no other is allowed.
 */
public record SchemaBuilder(JsonObject properties, JsonArray required) {
    public static SchemaBuilder object() {
        return new SchemaBuilder(new JsonObject(), new JsonArray());
    }

    public static JsonObject text() {
        return new JsonObject().put("type", "string");
    }

    public static JsonObject integer() {
        return new JsonObject().put("type", "integer");
    }

    public static JsonObject list(JsonObject of) {
        return new JsonObject().put("type", "array").put("items", of);
    }

    public SchemaBuilder with(String name, JsonObject schema) {
        return new SchemaBuilder(
                properties.copy().put(name, schema), required.copy().add(name));
    }

    /** With a text of each of these names. */
    public SchemaBuilder withTexts(String... names) {
        SchemaBuilder shape = this;
        for (String name : names) {
            shape = shape.with(name, text());
        }
        return shape;
    }

    /** With a list of texts of each of these names. */
    public SchemaBuilder withLists(String... names) {
        SchemaBuilder shape = this;
        for (String name : names) {
            shape = shape.with(name, list(text()));
        }
        return shape;
    }

    public JsonObject schema() {
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false);
    }
}
