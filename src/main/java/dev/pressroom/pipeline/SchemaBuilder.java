package dev.pressroom.pipeline;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Builds the JSON Schema of a model answer, member by member. Strict: every member is required and no other is allowed.
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

    /** An array whose items match the schema {@code of}. */
    public static JsonObject list(JsonObject of) {
        return new JsonObject().put("type", "array").put("items", of);
    }

    /** Returns a builder with one more member. */
    public SchemaBuilder with(String name, JsonObject schema) {
        return new SchemaBuilder(
                properties.copy().put(name, schema), required.copy().add(name));
    }

    /** Adds a string member for each name. */
    public SchemaBuilder withTexts(String... names) {
        SchemaBuilder shape = this;
        for (String name : names) {
            shape = shape.with(name, text());
        }
        return shape;
    }

    /** Adds an array of strings for each name. */
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
