package dev.pressroom.http.schema;

import dev.pressroom.http.request.PathTemplate;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations of the OpenAPI document by operation id. Immutable; one instance serves all event loops. */
public final class ApiOperations {
    private static final class Shared {
        static final ApiOperations READ = read();
    }

    private final Map<String, Operation> operations;
    private final JsonObject info;

    private ApiOperations(Map<String, Operation> operations, JsonObject info) {
        this.operations = operations;
        this.info = info;
    }

    /**
     * An operation.
     *
     * @param path in the syntax of the router: {@code /jobs/:jobId}
     * @param check validates its requests
     * @param bodySchema JSON schema of the body without references; empty without a body. Do not modify it.
     */
    public record Operation(HttpMethod method, String path, RequestCheck check, JsonObject bodySchema) {
        /** A copy of the schema of the body without the members that only this service knows. */
        public JsonObject requestSchema() {
            return (JsonObject) plain(bodySchema);
        }

        /** Adds a route for this operation. */
        public Route route(Router router) {
            Route route = router.route(path);
            methods().forEach(route::method);
            return route;
        }

        /** HEAD is served wherever GET is (RFC 9110, section 9.3.2). */
        private Set<HttpMethod> methods() {
            return method.equals(HttpMethod.GET) ? Set.of(HttpMethod.GET, HttpMethod.HEAD) : Set.of(method);
        }
    }

    /** Reads the document at the first call. */
    public static ApiOperations get() {
        return Shared.READ;
    }

    private static ApiOperations read() {
        ApiDocument document = ApiDocument.read();
        Map<String, Operation> operations = new HashMap<>();
        for (Map.Entry<String, Object> path : document.member("paths")) {
            for (Map.Entry<String, Object> member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    operations.put(
                            operation.getString("operationId"),
                            operation(document, path.getKey(), member.getKey(), operation));
                }
            }
        }
        return new ApiOperations(Map.copyOf(operations), document.member("info"));
    }

    private static Operation operation(ApiDocument document, String path, String method, JsonObject operation) {
        JsonObject request = document.resolved(new HashMap<>(Map.of(
                "parameters",
                        operation.getJsonArray("parameters", new JsonArray()).getList(),
                "requestBody",
                        operation.getJsonObject("requestBody", new JsonObject()).getMap())));
        return new Operation(
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path.replace('{', ':').replace("}", ""),
                new RequestCheck(request),
                bodySchema(request).orElseGet(JsonObject::new));
    }

    /** The schema of JSON bodies; empty for an operation without them. */
    static Optional<JsonObject> bodySchema(JsonObject request) {
        return Optional.ofNullable(request.getJsonObject("requestBody").getJsonObject("content"))
                .map(content -> content.getJsonObject("application/json"))
                .map(json -> json.getJsonObject("schema"));
    }

    /** A copy without the members that only this service knows. */
    private static Object plain(Object part) {
        if (part instanceof JsonArray array) {
            return new JsonArray(array.stream().map(ApiOperations::plain).toList());
        }
        if (!(part instanceof JsonObject object)) {
            return part;
        }
        JsonObject copy = new JsonObject();
        object.stream()
                .filter(member -> !member.getKey().startsWith("x-"))
                .forEach(member -> copy.put(member.getKey(), plain(member.getValue())));
        return copy;
    }

    /** The member {@code info} of the document. Do not modify it. */
    public JsonObject info() {
        return info;
    }

    /** All operations by id. */
    public Map<String, Operation> all() {
        return operations;
    }

    /** The paths without parameters that match a path with parameters, with their methods. */
    public Map<String, Set<HttpMethod>> fixedPaths(String template) {
        return operations.values().stream()
                .filter(operation -> template.contains(":") && !operation.path().contains(":"))
                .filter(operation -> PathTemplate.matches(template, operation.path()))
                .collect(Collectors.toMap(Operation::path, Operation::methods, ApiOperations::union));
    }

    private static Set<HttpMethod> union(Set<HttpMethod> one, Set<HttpMethod> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException when the document has no such operation */
    public Operation get(String id) {
        Operation operation = operations.get(id);
        if (operation == null) {
            throw new IllegalArgumentException(ApiDocument.RESOURCE + " has no operation " + id);
        }
        return operation;
    }
}
