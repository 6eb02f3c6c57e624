package dev.pressroom.http.schema;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Map;
import java.util.stream.Collectors;

/** The operations of the OpenAPI document by their ids. There is one for all event loops, since it never changes. */
public final class ApiOperations {
    private static final class Shared {
        static final ApiOperations READ = read();
    }

    private final Map<String, Operation> operations;

    private ApiOperations(Map<String, Operation> operations) {
        this.operations = operations;
    }

    /**
     * One of them.
     *
     * @param path as the router takes it
     * @param check of its requests
     */
    public record Operation(HttpMethod method, String path, RequestCheck check) {
        /** A new route of the router for it. HEAD is served wherever GET is (RFC 9110, section 9.3.2). */
        public Route route(Router router) {
            Route route = router.route(method, path);
            return method.equals(HttpMethod.GET) ? route.method(HttpMethod.HEAD) : route;
        }
    }

    /** Takes a while the first time; needs nothing but the class path. */
    public static ApiOperations get() {
        return Shared.READ;
    }

    private static ApiOperations read() {
        OpenAPIContract contract = ApiDocument.read();
        return new ApiOperations(contract.operations().stream()
                .collect(Collectors.toUnmodifiableMap(
                        operation -> operation.getOperationId(),
                        operation -> new Operation(
                                operation.getHttpMethod(),
                                operation.getOpenAPIPath().replace('{', ':').replace("}", ""),
                                new RequestCheck(operation)))));
    }

    /** All of them by their ids. */
    public Map<String, Operation> all() {
        return operations;
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
