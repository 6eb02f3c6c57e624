package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.request.ValidationErrors.Violation;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Validates requests against one operation of the OpenAPI document: query parameters and JSON bodies. It replaces the
 * {@code RequestValidator} of Vert.x, which checks contents before sizes, collects all errors of a request, switches to a
 * worker thread and creates a validator for each request.
 */
public final class RequestCheck {
    private static final String KEY = "request check";

    /** Parameters whose syntax a schema cannot describe, such as {@code W/"3"} or {@code wait=20}. */
    private static final String CHECKED_BY_SERVICE = "x-checked-by";

    private final List<ParameterCheck> parameters;
    private final List<ParameterCheck> queryParameters;
    private final boolean bodyRequired;
    private final Optional<ValueCheck> body;

    /**
     * @param request the members {@code parameters} and {@code requestBody} of the operation, without references
     * @throws IllegalArgumentException when a schema of the operation has a keyword that is not supported
     */
    RequestCheck(JsonObject request) {
        this.parameters = request.getJsonArray("parameters").stream()
                .map(JsonObject.class::cast)
                .filter(parameter -> !parameter.containsKey(CHECKED_BY_SERVICE))
                .map(ParameterCheck::of)
                .toList();
        this.queryParameters = parameters.stream()
                .filter(parameter -> parameter.in() == Location.QUERY)
                .toList();
        this.bodyRequired = request.getJsonObject("requestBody").getBoolean("required", false);
        this.body = ApiOperations.bodySchema(request).map(ValueCheck::new);
    }

    /**
     * Validates query parameters and body. {@link PathIds} validates ids in the path.
     *
     * @throws Failure {@code VALIDATION_FAILED} with the first invalid parameter, or the first violations in the body
     */
    public void check(RoutingContext context) {
        context.put(KEY, this);
        if (!queryParameters.isEmpty()) {
            UnaryOperator<String> query = context.queryParams()::get;
            requireNone(violations(queryParameters, query, query));
        }
        body.ifPresent(schema -> JsonBodies.node(context)
                .ifPresentOrElse(
                        json -> requireNone(schema.violations("", json, ValidationErrors.MAX_VIOLATIONS)),
                        this::requireNoBody));
    }

    /** The check of a request that it has validated. */
    public static RequestCheck of(RoutingContext context) {
        return context.get(KEY);
    }

    private void requireNoBody() {
        if (bodyRequired) {
            throw ValidationErrors.failure(List.of(new Violation("", "must be a JSON object")));
        }
    }

    private static void requireNone(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw ValidationErrors.failure(violations);
        }
    }

    /** The violations of the first invalid parameter. The functions return a parameter's value by name, or null. */
    List<Violation> parameterViolations(UnaryOperator<String> path, UnaryOperator<String> query) {
        return violations(parameters, path, query);
    }

    private static List<Violation> violations(
            List<ParameterCheck> parameters, UnaryOperator<String> path, UnaryOperator<String> query) {
        for (ParameterCheck parameter : parameters) {
            List<Violation> violations = parameter.violations(path, query);
            if (!violations.isEmpty()) {
                return violations;
            }
        }
        return List.of();
    }

    /** The first violations in a body. */
    public List<Violation> bodyViolations(JsonNode json, int maxViolations) {
        return body.orElseThrow().violations("", json, maxViolations);
    }

    /** A fast predicate for each value; the search for violations is prepared at the first value that it rejects. */
    private static final class ValueCheck {
        private final JsonObject schema;
        private final Predicate<JsonNode> isValid;
        private volatile SchemaErrors errors;

        ValueCheck(JsonObject schema) {
            this.schema = schema;
            this.isValid = SchemaPredicate.of(schema)
                    .orElseThrow(() -> new IllegalArgumentException("unsupported keyword in " + schema));
        }

        List<Violation> violations(String path, JsonNode value, int maxViolations) {
            if (isValid.test(value)) {
                return List.of();
            }
            if (errors == null) {
                errors = new SchemaErrors(schema);
            }
            return errors.in(path, value, maxViolations);
        }
    }

    private enum Location {
        PATH,
        QUERY
    }

    private record ParameterCheck(String name, Location in, boolean isRequired, boolean isInteger, ValueCheck schema) {
        static ParameterCheck of(JsonObject parameter) {
            String name = parameter.getString("name");
            return new ParameterCheck(
                    name,
                    switch (parameter.getString("in")) {
                        case "path" -> Location.PATH;
                        case "query" -> Location.QUERY;
                        default ->
                            throw new IllegalArgumentException(
                                    name + " must be marked " + CHECKED_BY_SERVICE + " in the document");
                    },
                    parameter.getBoolean("required", false),
                    "integer".equals(parameter.getJsonObject("schema").getValue("type")),
                    new ValueCheck(parameter.getJsonObject("schema")));
        }

        List<Violation> violations(UnaryOperator<String> path, UnaryOperator<String> query) {
            String text = in == Location.PATH ? path.apply(name) : query.apply(name);
            if (text != null) {
                return schema.violations(name, value(text), 1);
            }
            return isRequired ? List.of(new Violation(name, "is required")) : List.of();
        }

        private JsonNode value(String text) {
            if (!isInteger) {
                return TextNode.valueOf(text);
            }
            try {
                return LongNode.valueOf(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(text);
            }
        }
    }
}
