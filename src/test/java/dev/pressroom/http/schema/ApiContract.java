package dev.pressroom.http.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;
import io.vertx.openapi.impl.OpenAPIFormatValidator;
import java.util.List;
import java.util.Map;

/**
 * The OpenAPI document as the library reads it, to compare it with what the service reads. Parameters marked {@code x-checked-by: service} are left out: a schema cannot describe the
 * syntax of headers such as {@code W/"3"} or {@code wait=20}, so the code that reads them checks them.
 */
public final class ApiContract {
    private ApiContract() {}

    /**
     * Reads and dereferences the document. The result is immutable, so threads may share it.
     *
     * <p>Unlike {@link OpenAPIContract#from} it does not validate the document against the schema of OpenAPI, which
     * would take longer than everything else; a test validates it.
     */
    public static OpenAPIContract read() {
        return contract(ApiDocument.parse());
    }

    private static OpenAPIContract contract(JsonObject parsed) {
        JsonObject document = forValidator(parsed);
        SchemaRepository schemas = SchemaRepository.create(
                new JsonSchemaOptions()
                        .setDraft(Draft.DRAFT202012)
                        .setBaseUri("app://")
                        .setOutputFormat(OutputFormat.Basic),
                new OpenAPIFormatValidator());
        schemas.dereference(JsonSchema.of(document));
        OpenAPIContract contract = new OpenAPIContractImpl(schemas.resolve(document), OpenAPIVersion.V3_1, schemas);
        wrapMembers(document);
        return contract;
    }

    /**
     * Replaces nested objects by {@link JsonSchema}s, as the library would do lazily, so that the document is not
     * modified later.
     */
    private static void wrapMembers(JsonObject object) {
        for (Map.Entry<String, Object> member : object) {
            object.put(member.getKey(), wrapped(member.getValue()));
        }
    }

    private static Object wrapped(Object part) {
        if (part instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wrapped(array.getValue(i)));
            }
        } else if (part instanceof JsonObject object) {
            wrapMembers(object);
            return object instanceof JsonSchema ? object : JsonSchema.of(object);
        }
        return part;
    }

    /** Leaves out what the library rejects or what the service checks itself, and what has no requests: webhooks. */
    private static JsonObject forValidator(JsonObject document) {
        document.remove("webhooks");
        JsonObject shared = document.getJsonObject("components").getJsonObject("parameters");
        onlySupportedTypes(document.getJsonObject("components").getJsonObject("responses"));
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation && operation.containsKey("responses")) {
                    operation.put(
                            "parameters",
                            withSchemaCheck(operation.getJsonArray("parameters", new JsonArray()), shared));
                    onlySupportedTypes(operation.getJsonObject("responses"));
                }
            }
        }
        return document;
    }

    /** The library accepts a document only with media types of its own list in the responses; streams are none of them. */
    private static void onlySupportedTypes(JsonObject responses) {
        for (Map.Entry<String, Object> response : responses) {
            JsonObject content = ((JsonObject) response.getValue()).getJsonObject("content", new JsonObject());
            List.copyOf(content.fieldNames()).stream()
                    .filter(type -> !MediaType.isMediaTypeSupported(type))
                    .forEach(content::remove);
        }
    }

    private static JsonArray withSchemaCheck(JsonArray parameters, JsonObject shared) {
        JsonArray checked = new JsonArray();
        for (Object parameter : parameters) {
            if (!resolve((JsonObject) parameter, shared).containsKey("x-checked-by")) {
                checked.add(parameter);
            }
        }
        return checked;
    }

    private static JsonObject resolve(JsonObject parameter, JsonObject shared) {
        String reference = parameter.getString("$ref");
        return reference == null
                ? parameter
                : shared.getJsonObject(reference.substring("#/components/parameters/".length()));
    }
}
