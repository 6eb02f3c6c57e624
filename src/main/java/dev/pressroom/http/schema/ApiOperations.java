package dev.pressroom.http.schema;

import dev.pressroom.http.request.PathTemplate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
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
    private final Buffer document;

    private ApiOperations(Map<String, Operation> operations, Buffer document) {
        this.operations = operations;
        this.document = document;
    }

    /**
     * An operation.
     *
     * @param path in the syntax of the router: {@code /jobs/:jobId}
     * @param check validates its requests
     * @param requestSchema JSON schema of the body without references; empty without a body. Do not modify it.
     */
    public record Operation(HttpMethod method, String path, RequestCheck check, JsonObject requestSchema) {
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

    /** Reads the document at the first call, which takes about 100 ms. */
    public static ApiOperations get() {
        return Shared.READ;
    }

    private static ApiOperations read() {
        JsonObject parsed = ApiDocument.parse();
        Buffer document = parsed.toBuffer();
        OpenAPIContract contract = ApiDocument.contract(parsed);
        return new ApiOperations(
                contract.operations().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                operation -> operation.getOperationId(),
                                operation -> new Operation(
                                        operation.getHttpMethod(),
                                        operation
                                                .getOpenAPIPath()
                                                .replace('{', ':')
                                                .replace("}", ""),
                                        new RequestCheck(operation),
                                        requestSchema(operation)))),
                document);
    }

    private static JsonObject requestSchema(io.vertx.openapi.contract.Operation operation) {
        return Optional.ofNullable(operation.getRequestBody())
                .flatMap(body -> Optional.ofNullable(body.getContent().get("application/json")))
                .map(json -> (JsonObject) plain(json.getSchema()))
                .orElseGet(JsonObject::new);
    }

    /** A copy without the members that the library and this service add to schemas. */
    private static Object plain(Object part) {
        if (part instanceof JsonArray array) {
            return new JsonArray(array.stream().map(ApiOperations::plain).toList());
        }
        if (!(part instanceof JsonObject object)) {
            return part;
        }
        JsonObject copy = new JsonObject();
        object.stream()
                .filter(member ->
                        !member.getKey().startsWith("__") && !member.getKey().startsWith("x-"))
                .forEach(member -> copy.put(member.getKey(), plain(member.getValue())));
        return copy;
    }

    /** The whole document as JSON. Do not modify it. */
    public Buffer document() {
        return document;
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
