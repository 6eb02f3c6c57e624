package dev.pressroom.fuzz;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pressroom.http.schema.ApiContract;
import dev.pressroom.http.schema.ApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the OpenAPI document says of operations and their answers. */
final class DocumentedAnswers {
    /** Of every route: see the description of the document. */
    private static final Set<Integer> OF_EVERY_ROUTE = Set.of(400, 405, 413, 414, 415, 417, 431);

    private final OpenAPIContract contract = ApiContract.read();
    private final Map<String, Validator> validators = new HashMap<>();

    /** Bodies that were found valid before: the same job and the same post are read thousands of times. */
    private final Set<Map.Entry<String, Buffer>> known = new HashSet<>();

    List<RequestGenerator.Described> operations() {
        JsonObject paths = raw().getJsonObject("paths");
        return contract.operations().stream()
                .map(operation -> new RequestGenerator.Described(
                        operation.getOperationId(),
                        operation.getHttpMethod().name(),
                        operation.getOpenAPIPath(),
                        operation.getParameters().stream()
                                .filter(parameter -> parameter.getIn().name().equals("QUERY"))
                                .map(parameter -> new JsonObject()
                                        .put("name", parameter.getName())
                                        .put("schema", ((JsonObject) parameter.getSchema()).copy()))
                                .toList(),
                        bodies(paths, operation)))
                .toList();
    }

    private static List<JsonObject> bodies(JsonObject paths, Operation operation) {
        JsonObject request = paths.getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
                .getJsonObject("requestBody");
        if (request == null) {
            return List.of();
        }
        JsonObject content = request.getJsonObject("content").getJsonObject("application/json");
        Stream<JsonObject> examples = Stream.concat(
                Stream.ofNullable(content.getJsonObject("example")),
                content.getJsonObject("examples", new JsonObject()).stream()
                        .map(named -> ((JsonObject) named.getValue()).getJsonObject("value")));
        List<JsonObject> all = examples.toList();
        return all.isEmpty() ? List.of(new JsonObject().put("session_id", "a-visitor-of-the-page")) : all;
    }

    private static JsonObject raw() {
        try (var yaml = ApiDocument.class.getResourceAsStream("/" + ApiDocument.RESOURCE)) {
            return new JsonObject(new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of an answer the document does not know. */
    Optional<String> fault(RandomRequest request, int status, String contentType, Buffer body) {
        if (status >= 500 && status != 502 && status != 504) {
            return Optional.of("a fault of the service");
        }
        Operation operation = contract.operation(request.operation());
        Response response = operation.getResponse(status);
        if (response == null && !OF_EVERY_ROUTE.contains(status)) {
            // A path or a method that is not this operation's leads elsewhere: to another route or to none.
            return isItsOwn(request, operation) ? Optional.of("a status that is not documented") : Optional.empty();
        }
        if (request.method().equals("HEAD")) {
            return body.length() > 0 ? Optional.of("a body after HEAD") : Optional.empty();
        }
        if (status >= 400) {
            return shape("Error", errorValidator(), body);
        }
        MediaType json =
                response.getContent() == null ? null : response.getContent().get("application/json");
        if (json == null || !isItsOwn(request, operation)) {
            return Optional.empty();
        }
        if (!contentType.equals("application/json; charset=utf-8")) {
            return Optional.of("the type " + contentType);
        }
        String name = request.operation() + status;
        if (known.contains(Map.entry(name, body))) {
            return Optional.empty();
        }
        Optional<String> fault = shape("the document", validator(name, json), body);
        if (fault.isEmpty()) {
            known.add(Map.entry(name, body));
        }
        return fault;
    }

    private static boolean isItsOwn(RandomRequest request, Operation operation) {
        boolean method = request.method().equals(operation.getHttpMethod().name())
                || request.method().equals("HEAD")
                        && operation.getHttpMethod().name().equals("GET");
        int segments = operation.getOpenAPIPath().split("/").length;
        String path = request.target().split("\\?", 2)[0];
        return method
                        && path.split("/").length == segments
                        && Stream.of(path.split("/")).noneMatch(part -> part.contains("%") || part.matches("\\.*"))
                || operation.getOpenAPIPath().equals(path) && method;
    }

    private Validator errorValidator() {
        Operation any = contract.operation("getJobStatus");
        return validator("error", any.getResponse(404).getContent().get("application/json"));
    }

    private Validator validator(String name, MediaType type) {
        return validators.computeIfAbsent(
                name, missing -> contract.getSchemaRepository().validator(type.getSchema()));
    }

    private static Optional<String> shape(String of, Validator validator, Buffer body) {
        try {
            OutputUnit found = validator.validate(Json.decodeValue(body));
            return found.getValid()
                    ? Optional.empty()
                    : Optional.of("not of the shape of " + of + ": "
                            + found.getErrors().stream()
                                    .limit(5)
                                    .map(error -> error.getInstanceLocation() + " " + error.getError())
                                    .toList());
        } catch (DecodeException e) {
            return Optional.of("no JSON");
        }
    }
}
