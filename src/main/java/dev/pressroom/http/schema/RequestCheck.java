package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.schema.ValidationErrors.Violation;
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
 * Checks requests against one operation of the OpenAPI document: simple parameters in path and query, and JSON bodies.
 * The library's own {@code RequestValidator} checks contents before sizes, collects every fault of a request, goes to a
 * worker thread, and makes each schema's validator anew for every request.
 */
public final class RequestCheck {
    private final List<ParameterCheck> parameters;
    private final boolean bodyRequired;
    private final Optional<ValueCheck> body;

    /** @throws IllegalArgumentException when a schema of the operation has a keyword that is not known here */
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
     * Ids in the path are left to {@link PathIds}.
     *
     * @throws Failure naming the first parameter that does not fit, or the first faults of the body
     */
    public void check(RoutingContext context) {
        requireNone(queryFaults(context.queryParams()::get));
        body.ifPresent(schema -> JsonBodies.node(context)
                .ifPresentOrElse(
                        json -> requireNone(schema.faults("", json, ValidationErrors.MOST)), this::requireNoBody));
    }

    private void requireNoBody() {
        if (bodyRequired) {
            throw ValidationErrors.failure(List.of(new Violation("", "must be a JSON object")));
        }
    }

    private static void requireNone(List<Violation> faults) {
        if (!faults.isEmpty()) {
            throw ValidationErrors.failure(faults);
        }
    }

    private List<Violation> queryFaults(UnaryOperator<String> query) {
        return parameters.stream()
                .filter(parameter -> parameter.parameter().getIn() == Location.QUERY)
                .map(parameter -> parameter.faults(query, query))
                .filter(faults -> !faults.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The fault of the first parameter that does not fit. The functions give a parameter's value or null. */
    List<Violation> parameterFaults(UnaryOperator<String> path, UnaryOperator<String> query) {
        for (ParameterCheck parameter : parameters) {
            List<Violation> faults = parameter.faults(path, query);
            if (!faults.isEmpty()) {
                return faults;
            }
        }
        return List.of();
    }

    /** The first faults of a body, at most {@code most}. */
    public List<Violation> bodyFaults(JsonNode json, int most) {
        return body.orElseThrow().faults("", json, most);
    }

    /** The quick check for most values; the search for faults for what does not pass it. */
    private record ValueCheck(Predicate<JsonNode> quick, SchemaErrors slow) {
        ValueCheck(JsonSchema schema) {
            this(
                    SchemaPredicate.of((JsonObject) schema)
                            .orElseThrow(() -> new IllegalArgumentException("unknown keyword in " + schema)),
                    new SchemaErrors((JsonObject) schema));
        }

        List<Violation> faults(String path, JsonNode value, int most) {
            return quick.test(value) ? List.of() : slow.in(path, value, most);
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

        List<Violation> faults(UnaryOperator<String> path, UnaryOperator<String> query) {
            String name = parameter.getName();
            String given = parameter.getIn() == Location.PATH ? path.apply(name) : query.apply(name);
            if (given != null) {
                return schema.faults(name, value(given), 1);
            }
            return parameter.isRequired() ? List.of(new Violation(name, "is required")) : List.of();
        }

        private JsonNode value(String given) {
            if (parameter.getSchemaType() != SchemaType.INTEGER) {
                return TextNode.valueOf(given);
            }
            try {
                return LongNode.valueOf(Long.parseLong(given));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(given);
            }
        }
    }
}
