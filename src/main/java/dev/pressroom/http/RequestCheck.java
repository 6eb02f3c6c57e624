package dev.pressroom.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaValidationException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidationContext;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks requests against one operation of the OpenAPI document: simple parameters in path and query, and JSON bodies.
 * The library's own {@code RequestValidator} does the same, but goes to a worker thread and makes each schema's
 * validator anew for every request; that cost more than all the rest of a request.
 */
final class RequestCheck {
    private final List<ParameterCheck> parameters;
    private final Optional<RequestBody> body;
    private final Optional<ValueCheck> bodySchema;

    RequestCheck(Operation operation, SchemaRepository schemas) {
        this.parameters = operation.getParameters().stream()
                .map(parameter -> new ParameterCheck(parameter, ValueCheck.of(parameter.getSchema(), schemas)))
                .toList();
        this.body = Optional.ofNullable(operation.getRequestBody());
        this.bodySchema = body.flatMap(
                        b -> Stream.of(b.getContent().get("application/json")).findFirst())
                .map(json -> ValueCheck.of(json.getSchema(), schemas));
    }

    /** @throws ValidatorException for the first parameter that does not fit, or telling all that is wrong with the body */
    void check(RoutingContext context) {
        parameters.forEach(parameter -> parameter.check(context));
        body.ifPresent(b -> checkBody(context, b));
    }

    private void checkBody(RoutingContext context, RequestBody declared) {
        Optional<JsonNode> json = Bodies.node(context);
        if (json.isEmpty()) {
            if (declared.isRequired()) {
                throw new ValidatorException("a body is required", ValidatorErrorType.MISSING_REQUIRED_PARAMETER);
            }
            return;
        }
        checkBody(json.get());
    }

    /** @throws ValidatorException telling all that is wrong with the body */
    void checkBody(JsonNode json) {
        bodySchema
                .orElseThrow()
                .check(
                        json,
                        (found, e) ->
                                SchemaValidationException.createInvalidValueBody(found, ValidationContext.REQUEST, e));
    }

    /** The quick check where there is one; the real validator for what does not pass it. */
    private record ValueCheck(Predicate<JsonNode> quick, Validator real, JsonSchema schema) {
        static ValueCheck of(JsonSchema schema, SchemaRepository schemas) {
            Predicate<JsonNode> none = value -> false;
            return new ValueCheck(
                    schema instanceof JsonObject object ? QuickCheck.of(object).orElse(none) : none,
                    schemas.validator(schema),
                    schema);
        }

        void check(JsonNode value, BiFunction<OutputUnit, JsonSchemaValidationException, ValidatorException> fault) {
            if (quick.test(value)) {
                return;
            }
            OutputUnit found = real.validate(LongTexts.cut(Json.decodeValue(value.toString()), schema));
            try {
                found.checkValidity();
            } catch (JsonSchemaValidationException e) {
                throw fault.apply(found, e);
            }
        }
    }

    private record ParameterCheck(Parameter parameter, ValueCheck schema) {
        ParameterCheck {
            if (parameter.getIn() != Location.PATH && parameter.getIn() != Location.QUERY) {
                throw new IllegalArgumentException(
                        parameter.getName() + " must be marked x-checked-by in the document");
            }
        }

        void check(RoutingContext context) {
            String given = parameter.getIn() == Location.PATH
                    ? context.pathParam(parameter.getName())
                    : context.queryParams().get(parameter.getName());
            if (given != null) {
                checkValue(value(given));
            } else if (parameter.isRequired()) {
                throw ValidatorException.createMissingRequiredParameter(parameter);
            }
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

        private void checkValue(JsonNode value) {
            schema.check(
                    value, (found, e) -> SchemaValidationException.createErrorFromOutputUnitType(parameter, found, e));
        }
    }
}
