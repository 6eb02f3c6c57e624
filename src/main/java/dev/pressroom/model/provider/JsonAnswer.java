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
 * An answer that is to be JSON of a given shape, read as models really send it: with prose or a code fence around the
 * object, a byte order mark, members that nobody asked for, null where a text or a list may be empty.
 *
 * @param value empty when the answer does not fit
 * @param fault what is wrong then, in words that the model can use to correct it
 */
public record JsonAnswer(Optional<JsonObject> value, String fault) {
    private static final String NO_OBJECT = "It is no JSON object.";
    private static final int MAX_FAULTS = 5;

    /** Places where the object may begin: each costs a parse from there. */
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

    /** Leaves out members that the schema does not know, and puts empty values where it wants some and null stands. */
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
