package dev.pressroom.http.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.http.request.ValidationErrors.Violation;
import dev.pressroom.support.Api;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the document says of operations and their parameters. */
class ApiDocumentTest {
    private static final String ID = "019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21";

    private static Vertx vertx;
    private static OpenAPIContract contract;

    @BeforeAll
    static void load() {
        vertx = Vertx.vertx();
        contract = ApiContract.read();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @Test
    void theDocumentIsValidAsItIsServed() {
        SchemaRepository openApi =
                OpenAPIVersion.V3_1.getRepository(vertx, "app://").await();

        assertThat(OpenAPIVersion.V3_1
                        .validateContract(vertx, openApi, ApiDocument.parse())
                        .await()
                        .getValid())
                .isTrue();
    }

    @Test
    void itIsWhatTheLibraryMakesOfIt() {
        JsonObject supported = ApiDocument.parse();
        OpenAPIContract theirs =
                OpenAPIContract.from(vertx, withoutStreams(supported)).await();

        assertThat(contract.operation("createBatch").getRequestBody().getOpenAPIModel())
                .isEqualTo(theirs.operation("createBatch").getRequestBody().getOpenAPIModel());
    }

    @Test
    void theOperationsAreThoseThatTheLibraryFinds() {
        Map<String, ApiOperations.Operation> ours = ApiOperations.get().all();

        assertThat(ours)
                .containsOnlyKeys(contract.operations().stream()
                        .map(Operation::getOperationId)
                        .toList());
        assertThat(contract.operations()).allSatisfy(theirs -> {
            ApiOperations.Operation operation = ours.get(theirs.getOperationId());
            assertThat(operation.method()).isEqualTo(theirs.getHttpMethod());
            assertThat(operation.path())
                    .isEqualTo(theirs.getOpenAPIPath().replace('{', ':').replace("}", ""));
            assertThat(operation.requestSchema().encode())
                    .isEqualTo(Stream.ofNullable(theirs.getRequestBody())
                            .map(body -> ((JsonObject) withoutMarks(
                                    body.getContent().get("application/json").getSchema())))
                            .findFirst()
                            .orElseGet(JsonObject::new)
                            .encode());
        });
    }

    /** A copy without the members that the library and the service add to schemas. */
    private static Object withoutMarks(Object part) {
        if (part instanceof JsonArray array) {
            return new JsonArray(
                    array.stream().map(ApiDocumentTest::withoutMarks).toList());
        }
        if (!(part instanceof JsonObject object)) {
            return part;
        }
        JsonObject copy = new JsonObject();
        object.stream()
                .filter(member ->
                        !member.getKey().startsWith("__") && !member.getKey().startsWith("x-"))
                .forEach(member -> copy.put(member.getKey(), withoutMarks(member.getValue())));
        return copy;
    }

    /** Without the media types that the library does not know. */
    private static JsonObject withoutStreams(JsonObject document) {
        document.remove("webhooks");
        objects(document)
                .filter(object -> object.getValue("content") instanceof JsonObject)
                .map(object -> object.getJsonObject("content"))
                .forEach(content -> List.copyOf(content.fieldNames()).stream()
                        .filter(type -> !MediaType.isMediaTypeSupported(type))
                        .forEach(content::remove));
        return document;
    }

    private static Stream<JsonObject> objects(Object part) {
        if (part instanceof JsonArray array) {
            return array.stream().flatMap(ApiDocumentTest::objects);
        }
        return part instanceof JsonObject object
                ? Stream.concat(Stream.of(object), object.stream().flatMap(member -> objects(member.getValue())))
                : Stream.empty();
    }

    @Test
    void checksChangeNothingInItSoThatThreadsMayShareIt() {
        SchemaRepository schemas = contract.getSchemaRepository();
        List<Object> before = parts(schemas.find("app://"));

        contract.operations().stream()
                .flatMap(operation -> Stream.ofNullable(operation.getRequestBody()))
                .map(body -> schemas.validator(
                        body.getContent().get("application/json").getSchema()))
                .forEach(real -> Stream.of(new JsonObject(), Api.order("Tomatoes"), batch())
                        .forEach(real::validate));

        assertThat(before).hasSizeGreaterThan(1000);
        assertThat(parts(schemas.find("app://")))
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .containsExactlyElementsOf(before);
    }

    private static JsonObject batch() {
        return new JsonObject().put("jobs", new JsonArray().add(new JsonObject().put("input", Api.order("Tomatoes"))));
    }

    private static List<Object> parts(Object part) {
        Stream<?> inner = part instanceof JsonObject object
                ? object.getMap().values().stream()
                : part instanceof JsonArray array ? array.getList().stream() : Stream.of();
        return Stream.concat(Stream.of(part), inner.flatMap(each -> parts(each).stream()))
                .toList();
    }

    @Test
    void everyOperationSaysWhatItDoes() {
        assertThat(contract.operations())
                .allSatisfy(operation -> assertThat(operation.getOpenAPIModel().getString("summary"))
                        .isNotBlank());
    }

    @Test
    void headersAreLeftToTheService() {
        assertThat(contract.operations().stream()
                        .map(Operation::getParameters)
                        .flatMap(List::stream)
                        .filter(parameter -> parameter.getIn() == Location.HEADER)
                        .map(Parameter::getName))
                .isEmpty();
    }

    @Test
    void theErrorCodesAreThoseOfTheService() {
        JsonArray codes = contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("ErrorCode")
                .getJsonArray("enum");
        assertThat(codes.stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ErrorCode.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"getJobStatus", "retryJob", "cancelJob", "streamJob", "createStreamTicket"})
    void aJobIdMustBeAUuid(String operation) {
        assertThat(faults(operation, Map.of("jobId", "42"), Map.of()))
                .containsExactly(new Violation("jobId", "must be a UUID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, "019C1F5E-8F00-7D3A-9A66-0D5F5F0A4B21", "00000000-0000-0000-0000-000000000000"})
    void aJobIdMayBeAnyUuid(String id) {
        assertThat(faults("getJobStatus", Map.of("jobId", id), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0, must be at least 1",
        "limit, 101, must be at most 100",
        "limit, ten, must be a whole number",
        "limit, 1.5, must be a whole number",
        "status, done, 'must be one of queued, running, succeeded, failed'",
        "type, image, 'must be one of content_generation, website_analysis'",
        "cursor, 7, must be the nextCursor of an earlier page"
    })
    void aWrongFilterOfTheListIsNamed(String name, String value, String message) {
        assertThat(faults("listJobs", Map.of(), Map.of(name, value))).containsExactly(new Violation(name, message));
    }

    @ParameterizedTest
    @CsvSource({"limit, 1", "limit, 100", "status, queued", "type, content_generation", "cursor, " + ID, "other, x"})
    void aFilterOfTheListIsAccepted(String name, String value) {
        assertThat(faults("listJobs", Map.of(), Map.of(name, value))).isEmpty();
    }

    @Test
    void everyTextAndListOfARequestHasAGreatestSize() {
        List<String> unbounded = contract.operations().stream()
                .flatMap(operation ->
                        requestSchemas(operation).flatMap(schema -> unbounded(operation.getOperationId(), schema)))
                .toList();

        assertThat(unbounded).isEmpty();
    }

    @Test
    void everyListOfTheDocumentHasAGreatestSize() throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(getClass().getClassLoader().getResource(ApiDocument.RESOURCE));

        assertThat(document.findParents("type"))
                .filteredOn(schema -> schema.get("type").toString().contains("\"array\""))
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.has("maxItems")).isTrue());
    }

    private static Stream<JsonObject> requestSchemas(Operation operation) {
        return Stream.concat(
                operation.getParameters().stream().map(parameter -> (JsonObject) parameter.getSchema()),
                Stream.ofNullable(operation.getRequestBody()).map(body ->
                        (JsonObject) body.getContent().get("application/json").getSchema()));
    }

    private static Stream<String> unbounded(String path, JsonObject schema) {
        List<?> types = schema.getValue("type") instanceof JsonArray several
                ? several.getList()
                : Arrays.asList(schema.getValue("type"));
        boolean isUnbounded =
                types.contains("string") && !schema.containsKey("maxLength") && !schema.containsKey("enum")
                        || types.contains("array") && !schema.containsKey("maxItems");
        Stream<String> members = schema.getJsonObject("properties", new JsonObject()).stream()
                .flatMap(member -> unbounded(path + "/" + member.getKey(), (JsonObject) member.getValue()));
        Stream<String> items =
                Stream.ofNullable(schema.getJsonObject("items")).flatMap(inner -> unbounded(path + "/items", inner));
        return Stream.of(isUnbounded ? Stream.of(path) : Stream.<String>of(), members, items)
                .flatMap(each -> each);
    }

    private static List<Violation> faults(String operation, Map<String, String> path, Map<String, String> query) {
        return ApiOperations.get().get(operation).check().parameterViolations(path::get, query::get);
    }
}
