package dev.pressroom.model.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pressroom.base.BoundedJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads an answer that should be JSON of a schema. Tolerates what models really send: prose or a code fence around the
 * object, a byte order mark, unknown members, null for a text or a list.
 *
 * @param value empty when the answer is invalid
 * @param fault the reason, in words that help the model to correct it
 */
public record JsonAnswer(Optional<JsonObject> value, String fault) {
    private static final String NO_OBJECT = "It is no JSON object.";
    private static final int MAX_FAULTS = 5;

    /** Positions where the object may begin: each costs a parse. */
    private static final int MAX_BEGINNINGS = 20;

    public static JsonAnswer of(String text, JsonObject schema) {
        Optional<JsonAnswer> first = Optional.empty();
        int from = text.indexOf('{');
        for (int tries = 0; from >= 0 && tries < MAX_BEGINNINGS; tries++) {
            JsonAnswer reading = at(text, from, schema);
            if (reading.value().isPresent()) {
                return reading;
            }
            first = first.filter(earlier -> !earlier.fault().equals(NO_OBJECT)).or(() -> Optional.of(reading));
            from = text.indexOf('{', from + 1);
        }
        return first.orElse(new JsonAnswer(Optional.empty(), NO_OBJECT));
    }

    private static JsonAnswer at(String text, int from, JsonObject schema) {
        try {
            return check(fit(BoundedJson.objectAt(text, from), schema), schema);
        } catch (BoundedJson.TooLarge tooLarge) {
            return new JsonAnswer(Optional.empty(), "It " + tooLarge.fault() + ".");
        } catch (JsonProcessingException noJson) {
            return new JsonAnswer(Optional.empty(), NO_OBJECT);
        }
    }

    /** Removes members that the schema does not have, and replaces null by an empty text or list. */
    private static JsonObject fit(JsonObject value, JsonObject schema) {
        JsonObject properties = schema.getJsonObject("properties");
        if (properties == null) {
            return value;
        }
        JsonObject fitted = new JsonObject();
        for (String name : properties.fieldNames()) {
            if (value.containsKey(name)) {
                fitted.put(name, fitValue(value.getValue(name), properties.getJsonObject(name)));
            }
        }
        return fitted;
    }

    private static Object fitValue(Object value, JsonObject schema) {
        Object type = schema.getValue("type");
        if (value == null) {
            return "string".equals(type) ? "" : "array".equals(type) ? new JsonArray() : null;
        }
        if (value instanceof JsonObject object && schema.containsKey("properties")) {
            return fit(object, schema);
        }
        if (value instanceof JsonArray array && schema.getValue("items") instanceof JsonObject items) {
            JsonArray fitted = new JsonArray();
            array.forEach(item -> fitted.add(fitValue(item, items)));
            return fitted;
        }
        return value;
    }

    private static JsonAnswer check(JsonObject value, JsonObject schema) {
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("https://pressroom.invalid/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        OutputUnit result =
                Validator.create(JsonSchema.of(schema.copy()), options).validate(value);
        return result.getValid()
                ? new JsonAnswer(Optional.of(value), "")
                : new JsonAnswer(Optional.empty(), faults(result));
    }

    private static String faults(OutputUnit result) {
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        return errors.stream()
                .limit(MAX_FAULTS)
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n"));
    }
}
