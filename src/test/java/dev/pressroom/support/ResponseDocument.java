package dev.pressroom.support;

import dev.pressroom.http.schema.ApiContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Response;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares answers and events with the OpenAPI document. Beyond its schemas, it finds members that the document does not
 * have: allowed only in objects without {@code properties} or with {@code additionalProperties}.
 */
public final class ResponseDocument {
    private final OpenAPIContract contract = ApiContract.read();
    private final Set<String> seen = new TreeSet<>();

    /** The operations and statuses that were compared: {@code listJobs 200}. */
    public Set<String> seen() {
        return seen;
    }

    /** All operations of the document. */
    public Set<String> operations() {
        return contract.operations().stream()
                .map(Operation::getOperationId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the events of a stream. */
    public Set<String> events(String operation) {
        return new TreeSet<>(schemasOfEvents(operation).fieldNames());
    }

    /** What of an answer the document does not say; empty when it is as documented. */
    public List<String> faults(String operation, HttpResponse<String> answer) {
        seen.add(operation + " " + answer.statusCode());
        Response response = contract.operation(operation).getResponse(answer.statusCode());
        if (response == null) {
            return List.of(operation + ": status " + answer.statusCode() + " is not documented: " + answer.body());
        }
        String type = answer.headers().firstValue("content-type").orElse("").split(";")[0];
        Optional<JsonSchema> schema = Optional.ofNullable(response.getContent())
                .flatMap(content -> Optional.ofNullable(content.get(type)))
                .map(media -> media.getSchema());
        if (schema.isEmpty()) {
            boolean isUndocumented =
                    type.equals("application/json") && !answer.body().isEmpty();
            return isUndocumented
                    ? List.of(operation + ": the body of " + answer.statusCode() + " is not documented")
                    : List.of();
        }
        return type.equals("application/json")
                ? faults(operation + " " + answer.statusCode(), schema.get(), new JsonObject(answer.body()))
                : List.of();
    }

    /** What of an event the document does not say. */
    public List<String> faults(String operation, Sse.Event event) {
        JsonObject schema = schemasOfEvents(operation).getJsonObject(event.name());
        return schema == null
                ? List.of(operation + " has no event " + event.name())
                : faults(operation + " " + event.name(), JsonSchema.of(schema), event.json());
    }

    /** What of a value a schema of the document does not say. */
    public List<String> faultsOf(String schema, JsonObject value) {
        return faults(schema, JsonSchema.of(schema(schema)), value);
    }

    /** The types of the chunks of UI messages. */
    public Set<String> chunks() {
        return chunkSchemas().map(ResponseDocument::typeOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What of a chunk of a UI message the document does not say. */
    public List<String> faultsOfChunk(JsonObject chunk) {
        String type = chunk.getString("type");
        return chunkSchemas()
                .filter(schema -> typeOf(schema).equals(type))
                .findFirst()
                .map(schema -> faults("chunk " + type, JsonSchema.of(schema), chunk))
                .orElse(List.of("no chunk " + type));
    }

    private Stream<JsonObject> chunkSchemas() {
        return schema("UiMessageChunk").getJsonArray("oneOf").stream().map(JsonObject.class::cast);
    }

    private static String typeOf(JsonObject chunk) {
        return chunk.getJsonObject("properties").getJsonObject("type").getString("const");
    }

    private JsonObject schema(String name) {
        return contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(name);
    }

    private JsonObject schemasOfEvents(String operation) {
        Operation found = contract.operation(operation);
        return contract.getRawContract()
                .getJsonObject("paths")
                .getJsonObject(found.getOpenAPIPath())
                .getJsonObject(found.getHttpMethod().name().toLowerCase(Locale.ROOT))
                .getJsonObject("x-events");
    }

    private List<String> faults(String where, JsonSchema schema, JsonObject value) {
        OutputUnit found = contract.getSchemaRepository().validator(schema).validate(value);
        List<String> faults = new ArrayList<>();
        if (!found.getValid()) {
            found.getErrors().stream()
                    .limit(6)
                    .forEach(error -> faults.add(where + " " + error.getInstanceLocation() + " " + error.getError()));
        }
        unknown(where, List.of((JsonObject) schema), value, faults);
        return faults;
    }

    private static void unknown(String where, List<JsonObject> schemas, Object value, List<String> faults) {
        List<JsonObject> all = schemas.stream().flatMap(ResponseDocument::parts).toList();
        if (value instanceof JsonArray array) {
            List<JsonObject> items = members(all, "items");
            array.stream().distinct().forEach(item -> unknown(where + "[]", items, item, faults));
        } else if (value instanceof JsonObject object) {
            List<JsonObject> properties = members(all, "properties");
            boolean isOpen = properties.isEmpty() || all.stream().anyMatch(ResponseDocument::isOpen);
            for (Map.Entry<String, Object> member : object) {
                List<JsonObject> described = members(properties, member.getKey());
                if (!described.isEmpty()) {
                    unknown(where + "/" + member.getKey(), described, member.getValue(), faults);
                } else if (!isOpen && properties.stream().noneMatch(each -> each.containsKey(member.getKey()))) {
                    faults.add(where + "/" + member.getKey() + " is not documented");
                }
            }
        }
    }

    private static boolean isOpen(JsonObject schema) {
        Object more = schema.getValue("additionalProperties");
        return more instanceof JsonObject || Boolean.TRUE.equals(more);
    }

    private static List<JsonObject> members(List<JsonObject> schemas, String name) {
        return schemas.stream()
                .filter(schema -> schema.getValue(name) instanceof JsonObject)
                .map(schema -> schema.getJsonObject(name))
                .toList();
    }

    /** A schema and those that it is composed of. */
    private static Stream<JsonObject> parts(JsonObject schema) {
        return Stream.concat(
                Stream.of(schema),
                Stream.of("allOf", "oneOf", "anyOf")
                        .filter(schema::containsKey)
                        .flatMap(name -> schema.getJsonArray(name).stream())
                        .flatMap(part -> parts((JsonObject) part)));
    }
}
