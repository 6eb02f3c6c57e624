package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.Violations.Violation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a content generation request may look like, and what is said of one that may not. */
class ViolationsTest {
    private static Vertx vertx;
    private static RequestValidator validator;

    @BeforeAll
    static void load() {
        vertx = Vertx.vertx();
        validator = RequestValidator.create(vertx, ApiDocument.read());
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @Test
    void theSmallestOrderIsAccepted() {
        assertThat(faultsAfter(order -> {})).isEmpty();
    }

    @Test
    void unknownMembersAreAcceptedAtEveryLevel() {
        assertThat(faultsAfter(order -> {
                    order.put("comprehensiveContext", new JsonObject().put("deep", new JsonArray().add(1)));
                    order.getJsonObject("topic").put("trend", 7);
                    order.getJsonObject("businessInfo").put("websiteGoals", "more visits");
                    order.put("options", new JsonObject().put("tone", "calm"));
                    order.put("ctas", new JsonArray().add(cta("/demo").put("colour", "red")));
                }))
                .isEmpty();
    }

    @Test
    void anOptionalMemberMayBeNull() {
        assertThat(faultsAfter(order -> {
                    order.getJsonObject("topic").putNull("subheader");
                    order.getJsonObject("businessInfo").putNull("businessType").putNull("targetAudience");
                    order.putNull("additionalInstructions").putNull("ctas");
                    order.put(
                            "options",
                            new JsonObject()
                                    .putNull("autoSave")
                                    .putNull("status")
                                    .putNull("preloadedTweets"));
                }))
                .isEmpty();
    }

    @Test
    void anOrganizationIdInUpperCaseIsAccepted() {
        assertThat(faultsAfter(order -> order.put("organizationId", "7D0F2A36-95A1-4A58-A0C7-2F3B1A6D9C11")))
                .isEmpty();
    }

    @Test
    void everythingThatIsMissingIsNamed() {
        assertThat(faults("{}"))
                .containsExactly(
                        new Violation("/topic", "is required"),
                        new Violation("/businessInfo", "is required"),
                        new Violation("/organizationId", "is required"));
    }

    @Test
    void aMissingTitleIsNamedByItsFullPath() {
        assertThat(faultsAfter(order -> order.put("topic", new JsonObject())))
                .containsExactly(new Violation("/topic/title", "is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void aTitleMustNotBeBlank(String title) {
        assertThat(faultsAfter(order -> order.getJsonObject("topic").put("title", title)))
                .containsExactly(new Violation("/topic/title", "must not be blank"));
    }

    @Test
    void aTitleHasAGreatestLength() {
        assertThat(faultsAfter(order -> order.getJsonObject("topic").put("title", "x".repeat(501))))
                .containsExactly(new Violation("/topic/title", "must have at most 500 characters"));
    }

    @Test
    void anArrayForAnObjectIsAFaultOfTypeAlone() {
        assertThat(faultsAfter(order -> order.put("topic", new JsonArray())))
                .containsExactly(new Violation("/topic", "must be an object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "null", "\"text\""})
    void aBodyThatIsNoObjectIsAFaultOfTheWholeBody(String body) {
        assertThat(faults(body)).containsExactly(new Violation("", "must be an object"));
    }

    @Test
    void anEmptyBodyIsAFaultOfTheWholeBody() {
        assertThat(faults("")).containsExactly(new Violation("", "must be a JSON object"));
    }

    @Test
    void aWrongTypeOfAnOptionIsSaidWithoutItsNullability() {
        assertThat(faultsAfter(order -> order.put("options", new JsonObject().put("autoSave", "yes"))))
                .containsExactly(new Violation("/options/autoSave", "must be a boolean"));
    }

    @Test
    void anUnknownChoiceIsAnsweredWithTheChoices() {
        assertThat(faultsAfter(order -> order.put("options", new JsonObject().put("status", "archived"))))
                .containsExactly(new Violation("/options/status", "must be one of draft, published"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7d0f2a3695a14a58a0c72f3b1a6d9c11", "7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c1g"})
    void anOrganizationIdMustBeAUuid(String id) {
        assertThat(faultsAfter(order -> order.put("organizationId", id)))
                .containsExactly(new Violation("/organizationId", "must be a UUID"));
    }

    @Test
    void anOrganizationIdMustNotBeAUrn() {
        assertThat(faultsAfter(order -> order.put("organizationId", "urn:uuid:7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c11")))
                .extracting(Violation::path)
                .containsExactly("/organizationId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a?b=c#d",
                "HTTP://EXAMPLE.COM",
                "/pricing",
                "pricing",
                "#book",
                "?plan=a:b",
                "/a:b",
                "../x"
            })
    void aCallToActionMayLeadToAWebAddressOrARelativeOne(String href) {
        assertThat(faultsAfter(order -> order.put("ctas", new JsonArray().add(cta(href)))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:alert(1)",
                "java\tscript:alert(1)",
                "\u0001javascript:alert(1)",
                "data:text/html,x",
                "ftp://example.com",
                "https://a b",
                ""
            })
    void aCallToActionMayLeadNowhereElse(String href) {
        assertThat(faultsAfter(order -> order.put("ctas", new JsonArray().add(cta(href)))))
                .containsExactly(new Violation("/ctas/0/href", "must be an http(s) or a relative link"));
    }

    @Test
    void aFaultInAListIsNamedByItsIndex() {
        assertThat(faultsAfter(order ->
                        order.put("ctas", new JsonArray().add(cta("/a")).add(new JsonObject()))))
                .containsExactly(
                        new Violation("/ctas/1/text", "is required"), new Violation("/ctas/1/href", "is required"));
    }

    @Test
    void callsToActionHaveAGreatestNumber() {
        JsonArray tooMany = new JsonArray();
        for (int i = 0; i < 21; i++) {
            tooMany.add(cta("/a"));
        }
        assertThat(faultsAfter(order -> order.put("ctas", tooMany)))
                .containsExactly(new Violation("/ctas", "must have at most 20 items"));
    }

    @Test
    void faultsInSeveralPlacesAreToldTogether() {
        assertThat(faultsAfter(order -> order.put("businessInfo", 3).put("additionalInstructions", false)))
                .containsExactly(
                        new Violation("/businessInfo", "must be an object"),
                        new Violation("/additionalInstructions", "must be a string"));
    }

    @Test
    void theMessageOfTheAnswerIsASentence() {
        assertThat(failure("{\"topic\":{\"title\":\"A\"},\"businessInfo\":{}}"))
                .hasMessage("/organizationId is required.")
                .extracting(Failure::code)
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":1,}", "nonsense", "{\"a\":1}}"})
    void aBodyThatIsNoJsonIsCalledSo(String body) {
        assertThat(failure(body).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    }

    @Test
    void aBodyOfAnotherTypeIsUnsupported() {
        assertThat(Violations.failure(refusal("{}", "text/plain")).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void aBodyWithoutATypeIsUnsupported() {
        assertThat(Violations.failure(refusal("{}", null)).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    private static List<Violation> faultsAfter(Consumer<JsonObject> change) {
        JsonObject order = new JsonObject()
                .put("topic", new JsonObject().put("title", "Watering succulents"))
                .put("businessInfo", new JsonObject())
                .put("organizationId", "7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c11");
        change.accept(order);
        return faults(order.encode());
    }

    private static List<Violation> faults(String body) {
        ValidatorException refusal = refusal(body, "application/json; charset=utf-8");
        return refusal == null ? List.of() : Violations.of(refusal);
    }

    private static Failure failure(String body) {
        return Violations.failure(refusal(body, "application/json"));
    }

    private static ValidatorException refusal(String body, String contentType) {
        ValidatableRequestImpl request = new ValidatableRequestImpl(
                Map.of(), Map.of(), Map.of(), Map.of(), new RequestParameterImpl(Buffer.buffer(body)), contentType);
        return (ValidatorException) catchThrowable(
                () -> validator.validate(request, "createContentGeneration").await());
    }

    private static JsonObject cta(String href) {
        return new JsonObject().put("text", "Book a demo").put("href", href);
    }
}
