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
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Validates requests against one operation of the OpenAPI document: query parameters and JSON bodies. It replaces the
 * {@code RequestValidator} of Vert.x, which checks contents before sizes, collects all errors of a request, switches to a
 * worker thread and creates a validator for each request.
 */
public final class RequestCheck {
    private static final String KEY = "request check";

    private final List<ParameterCheck> parameters;
    private final boolean bodyRequired;
    private final Optional<ValueCheck> body;

    /** @throws IllegalArgumentException when a schema of the operation has a keyword that is not supported */
    RequestCheck(Operation operation) {
        this.parameters =
                operation.getParameters().stream().map(ParameterCheck::new).toList();
        Optional<RequestBody> declared = Optional.ofNullable(operation.getRequestBody());
        this.bodyRequired = declared.map(RequestBody::isRequired).orElse(false);
        this.body = declared.flatMap(
                        b -> Stream.of(b.getContent().get("application/json")).findFirst())
                .map(json -> new ValueCheck(json.getSchema()));
    }

    /**
     * Validates query parameters and body. {@link PathIds} validates ids in the path.
     *
     * @throws Failure {@code VALIDATION_FAILED} with the first invalid parameter, or the first violations in the body
     */
    public void check(RoutingContext context) {
        context.put(KEY, this);
        requireNone(queryViolations(context.queryParams()::get));
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

    private List<Violation> queryViolations(UnaryOperator<String> query) {
        return parameters.stream()
                .filter(parameter -> parameter.parameter().getIn() == Location.QUERY)
                .map(parameter -> parameter.violations(query, query))
                .filter(violations -> !violations.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The violations of the first invalid parameter. The functions return a parameter's value by name, or null. */
    List<Violation> parameterViolations(UnaryOperator<String> path, UnaryOperator<String> query) {
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

    /** A fast predicate for each value; the search for violations runs only for values that it rejects. */
    private record ValueCheck(Predicate<JsonNode> isValid, SchemaErrors errors) {
        ValueCheck(JsonSchema schema) {
            this(
                    SchemaPredicate.of((JsonObject) schema)
                            .orElseThrow(() -> new IllegalArgumentException("unsupported keyword in " + schema)),
                    new SchemaErrors((JsonObject) schema));
        }

        List<Violation> violations(String path, JsonNode value, int maxViolations) {
            return isValid.test(value) ? List.of() : errors.in(path, value, maxViolations);
        }
    }

    private record ParameterCheck(Parameter parameter, ValueCheck schema) {
        ParameterCheck(Parameter parameter) {
            this(parameter, new ValueCheck(parameter.getSchema()));
            if (parameter.getIn() != Location.PATH && parameter.getIn() != Location.QUERY) {
                throw new IllegalArgumentException(
                        parameter.getName() + " must be marked x-checked-by in the document");
            }
        }

        List<Violation> violations(UnaryOperator<String> path, UnaryOperator<String> query) {
            String name = parameter.getName();
            String text = parameter.getIn() == Location.PATH ? path.apply(name) : query.apply(name);
            if (text != null) {
                return schema.violations(name, value(text), 1);
            }
            return parameter.isRequired() ? List.of(new Violation(name, "is required")) : List.of();
        }

        private JsonNode value(String text) {
            if (parameter.getSchemaType() != SchemaType.INTEGER) {
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
