package dev.pressroom.http.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pressroom.base.TextPattern;
import dev.pressroom.support.Api;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick check accepts what the library's validator accepts, and for everything else a fault is found. */
class SchemaPredicateTest {
    private static final List<Object> STRANGE = Arrays.asList(
            null,
            "",
            " ",
            "x".repeat(501),
            "x".repeat(20_000),
            "\uD83D\uDE00".repeat(300),
            0,
            -1,
            1.5,
            1.0,
            10_000_000_000L,
            true,
            new JsonArray(),
            new JsonObject(),
            new JsonArray().add(1).add("a"),
            "published",
            "019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21",
            "019C1F5E-8F00-7D3A-9A66-0D5F5F0A4B21",
            "019c1f5e8f007d3a9a660d5f5f0a4b21");

    private static Vertx vertx;
    private static OpenAPIContract contract;

    private final Random random = new Random(1);

    @BeforeAll
    static void load() {
        vertx = Vertx.vertx();
        contract = ApiContract.read();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"createContentGeneration", "createWebsiteAnalysis", "generateNow"})
    void whatItTakesIsValidAndEverythingElseIsNotAndHasAFault(String operation) {
        Predicate<JsonNode> quick = quick(operation);
        Validator real = contract.getSchemaRepository().validator(bodyOf(operation));
        SchemaErrors slow = new SchemaErrors((JsonObject) bodyOf(operation));

        int taken = 0;
        for (int round = 0; round < 3000; round++) {
            JsonObject body = spoilt(full(), random.nextInt(3));
            assertThat(slow.in("", node(body), 20).isEmpty()).as("%s", body).isEqualTo(quick.test(node(body)));
            if (quick.test(node(body))) {
                taken++;
                assertThat(real.validate(Json.decodeValue(body.encode())).getValid())
                        .as("%s", body)
                        .isTrue();
            } else {
                assertThat(real.validate(Json.decodeValue(body.encode())).getValid())
                        .as("%s", body)
                        .isFalse();
            }
        }
        assertThat(taken).isBetween(100, 2900);
    }

    @Test
    void anOrderIsTaken() {
        assertThat(quick("createContentGeneration").test(node(full()))).isTrue();
        assertThat(quick("createContentGeneration").test(node(Api.order("Tomatoes"))))
                .isTrue();
    }

    @Test
    void anIdIsTakenAndNothingElse() {
        Predicate<JsonNode> id = SchemaPredicate.of((JsonObject) contract.operation("getJobStatus")
                        .getParameters()
                        .get(0)
                        .getSchema())
                .orElseThrow();

        assertThat(id.test(TextNode.valueOf("019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21")))
                .isTrue();
        assertThat(id.test(TextNode.valueOf("019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b2")))
                .isFalse();
        assertThat(id.test(IntNode.valueOf(7))).isFalse();
    }

    @Test
    void aKeywordThatIsNotKnownIsLeftToTheValidator() {
        assertThat(SchemaPredicate.of(new JsonObject().put("uniqueItems", true)))
                .isEmpty();
        assertThat(SchemaPredicate.of(new JsonObject()
                        .put("properties", new JsonObject().put("a", new JsonObject().put("format", "date")))))
                .isEmpty();
    }

    private static JsonNode node(JsonObject value) {
        try {
            return new ObjectMapper().readTree(value.encode());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonSchema bodyOf(String operation) {
        Operation found = contract.operation(operation);
        return found.getRequestBody().getContent().get("application/json").getSchema();
    }

    private static Predicate<JsonNode> quick(String operation) {
        return SchemaPredicate.of((JsonObject) bodyOf(operation)).orElseThrow();
    }

    /** An order that says all that an order may say. */
    private static JsonObject full() {
        return Api.order("Ten plants for a shady balcony")
                .put("url", "https://example.com")
                .put("sessionId", "a-session-of-mine")
                .put("additionalInstructions", "Be brief.")
                .put("unknown", new JsonObject().put("kept", true))
                .put(
                        "options",
                        new JsonObject()
                                .put("autoSave", true)
                                .put("status", "draft")
                                .put("preloadedTweets", new JsonArray().add(new JsonObject().put("id", 1))));
    }

    /** With so many of its members replaced or taken away. */
    private JsonObject spoilt(JsonObject order, int times) {
        for (int i = 0; i < times; i++) {
            JsonObject inner = order;
            while (true) {
                List<String> names = new ArrayList<>(inner.fieldNames());
                String name = names.get(random.nextInt(names.size()));
                if (inner.getValue(name) instanceof JsonObject deeper && !deeper.isEmpty() && random.nextBoolean()) {
                    inner = deeper;
                } else if (random.nextInt(4) == 0 && names.size() > 1) {
                    inner.remove(name);
                    break;
                } else {
                    inner.put(name, STRANGE.get(random.nextInt(STRANGE.size())));
                    break;
                }
            }
        }
        return order;
    }

    @Test
    void checksInPlaceOfPatternsAcceptWhatThePatternsMatch() {
        List<String> texts = new ArrayList<>(List.of("", " \t\n\f\r", "\u000B", "\u00A0", " \uD83D\uDE00", "\uD83D"));
        STRANGE.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .forEach(texts::add);
        String uuid = "019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21";
        for (int i = 0; i < uuid.length(); i++) {
            for (char c : "-gG/: \uFF10\u0660".toCharArray()) {
                texts.add(uuid.substring(0, i) + c + uuid.substring(i + 1));
            }
            texts.add(uuid.substring(i));
        }
        texts.addAll(List.of(uuid + "\n", uuid + "0", "\n" + uuid));

        SchemaPredicate.CHECKS_OF_PATTERNS.forEach((regex, check) -> {
            TextPattern pattern = TextPattern.of(1000, regex);
            assertThat(texts)
                    .as(regex)
                    .allSatisfy(text -> assertThat(check.test(text)).isEqualTo(pattern.isIn(text)));
        });
    }
}
