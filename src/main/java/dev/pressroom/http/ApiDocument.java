package dev.pressroom.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Map;

/**
 * The OpenAPI document as the request validator can use it. Headers take more forms than a schema tells
 * ({@code W/"3"}, {@code wait=20}), so parameters marked {@code x-checked-by: service} are documented but kept from the
 * check: whoever reads such a header checks it.
 */
public final class ApiDocument {
    /** On the class path. */
    public static final String RESOURCE = "openapi.yaml";

    private ApiDocument() {}

    /** Reads the document and prepares it for a {@code RequestValidator} or a {@code RouterBuilder}. */
    public static Future<OpenAPIContract> load(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(RESOURCE)
                .map(file -> parse(file.toString()))
                .map(ApiDocument::forValidator)
                .compose(document -> OpenAPIContract.from(vertx, document));
    }

    private static JsonObject parse(String yaml) {
        try {
            return new JsonObject(new YAMLMapper().readTree(yaml).toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(RESOURCE + " is no valid YAML", e);
        }
    }

    private static JsonObject forValidator(JsonObject document) {
        JsonObject shared = document.getJsonObject("components").getJsonObject("parameters");
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation && operation.containsKey("parameters")) {
                    operation.put("parameters", checkedOnes(operation.getJsonArray("parameters"), shared));
                }
            }
        }
        return document;
    }

    private static JsonArray checkedOnes(JsonArray parameters, JsonObject shared) {
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
