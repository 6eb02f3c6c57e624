package dev.pressroom.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pressroom.base.BoundedJson;
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
 * An answer that is to be JSON of a given shape, read.
 *
 * @param value empty when the answer does not fit
 * @param fault what is wrong then, in words that the model can use to mend it
 */
public record JsonReading(Optional<JsonObject> value, String fault) {
    private static final String FENCE = "```";
    private static final int FAULTS_TOLD = 5;

    public static JsonReading of(String text, JsonObject schema) {
        try {
            return check(BoundedJson.object(unfenced(text.strip())), schema);
        } catch (BoundedJson.TooLarge tooLarge) {
            return new JsonReading(Optional.empty(), "It " + tooLarge.fault() + ".");
        } catch (JsonProcessingException noJson) {
            return new JsonReading(Optional.empty(), "It is no JSON object.");
        }
    }

    /** What stands inside of the code fence that some models put around their answer. */
    private static String unfenced(String text) {
        if (text.length() < 2 * FENCE.length() || !text.startsWith(FENCE) || !text.endsWith(FENCE)) {
            return text;
        }
        String inside = text.substring(FENCE.length(), text.length() - FENCE.length());
        return inside.startsWith("json") ? inside.substring("json".length()) : inside;
    }

    private static JsonReading check(JsonObject value, JsonObject schema) {
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("https://pressroom.invalid/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        OutputUnit result =
                Validator.create(JsonSchema.of(schema.copy()), options).validate(value);
        return result.getValid()
                ? new JsonReading(Optional.of(value), "")
                : new JsonReading(Optional.empty(), faults(result));
    }

    private static String faults(OutputUnit result) {
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        return errors.stream()
                .limit(FAULTS_TOLD)
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n"));
    }
}
