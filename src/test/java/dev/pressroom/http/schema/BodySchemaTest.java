package dev.pressroom.http.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pressroom.support.Api;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The predicates of request bodies: they decide alone whether a body is valid. */
class BodySchemaTest {
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
    void theExamplesOfTheDocumentAreValid() throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(getClass().getClassLoader().getResource(ApiDocument.RESOURCE));
        int tried = 0;
        for (Operation operation : contract.operations()) {
            JsonNode content = document.at("/paths/"
                    + operation.getOpenAPIPath().replace("/", "~1") + "/"
                    + operation.getHttpMethod().name().toLowerCase(Locale.ROOT)
                    + "/requestBody/content/application~1json");
            for (JsonNode example : examples(content)) {
                assertThat(passes(operation, example))
                        .as(operation.getOperationId() + " " + example)
                        .isTrue();
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic",
                "/topic/title = \"\"",
                "/topic/title = 7",
                "/topic/subheader = {}",
                "/businessInfo",
                "/businessInfo/businessType = []",
                "/organizationId",
                "/organizationId = \"not-a-uuid\"",
                "/organizationId = \"7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c1\"",
                "/options = {\"status\":\"sold\"}",
                "/options = {\"autoSave\":\"yes\"}",
                "/options = {\"preloadedTweets\":{}}",
                "/ctas = [{\"text\":7}]",
                "/ctas = {}"
            })
    void anInvalidRequestIsRejected(String change) throws IOException {
        ObjectNode request =
                (ObjectNode) new ObjectMapper().readTree(Api.order("Tomatoes").encode());
        String[] parts = change.split(" = ", 2);
        int last = parts[0].lastIndexOf('/');
        ObjectNode parent = (ObjectNode) request.at(parts[0].substring(0, last));
        String member = parts[0].substring(last + 1);
        if (parts.length == 1) {
            parent.remove(member);
        } else {
            parent.set(member, new ObjectMapper().readTree(parts[1]));
        }

        assertThat(passes(contract.operation("createContentGeneration"), request))
                .isFalse();
    }

    private static boolean passes(Operation operation, JsonNode body) {
        JsonObject schema = (JsonObject)
                operation.getRequestBody().getContent().get("application/json").getSchema();
        return SchemaPredicate.of(schema).orElseThrow().test(body);
    }

    private static List<JsonNode> examples(JsonNode content) {
        List<JsonNode> examples = new ArrayList<>();
        if (content.has("example")) {
            examples.add(content.get("example"));
        }
        content.path("examples").forEach(named -> examples.add(named.get("value")));
        return examples;
    }
}
