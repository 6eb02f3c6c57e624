package dev.pressroom.http.schema;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Map;
import java.util.stream.Collectors;

/** The operations of the OpenAPI document by operation id. Immutable; one instance serves all event loops. */
public final class ApiOperations {
    private static final class Shared {
        static final ApiOperations READ = read();
    }

    private final Map<String, Operation> operations;

    private ApiOperations(Map<String, Operation> operations) {
        this.operations = operations;
    }

    /**
     * An operation.
     *
     * @param path in the syntax of the router: {@code /jobs/:jobId}
     * @param check validates its requests
     */
    public record Operation(HttpMethod method, String path, RequestCheck check) {
        /** Adds a route for this operation. HEAD is served wherever GET is (RFC 9110, section 9.3.2). */
        public Route route(Router router) {
            Route route = router.route(method, path);
            return method.equals(HttpMethod.GET) ? route.method(HttpMethod.HEAD) : route;
        }
    }

    /** Reads the document at the first call, which takes about 100 ms. */
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

    /** All operations by id. */
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
