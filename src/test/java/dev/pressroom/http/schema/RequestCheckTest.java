package dev.pressroom.http.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pressroom.base.BoundedJson;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.request.ValidationErrors.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a content generation request may look like, and what is said of one that may not. */
class RequestCheckTest {
    private static final RequestCheck CHECK =
            ApiOperations.get().get("createContentGeneration").check();

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

    @Test
    void anAnswerNamesTwentyFaultsAtMost() {
        JsonArray faulty = new JsonArray();
        IntStream.range(0, 20).forEach(i -> faulty.add(new JsonObject().put("text", i)));

        assertThat(faultsAfter(order -> order.put("ctas", faulty))).hasSize(20);
    }

    @Test
    void anArrayThatIsTooLongIsOneFaultWhateverItHolds() {
        JsonArray faulty = new JsonArray();
        IntStream.range(0, 900).forEach(faulty::add);

        assertThat(faultsAfter(order -> order.put("ctas", faulty)))
                .containsExactly(new Violation("/ctas", "must have at most 20 items"));
    }

    @Test
    void aTextThatIsTooLongIsOneFaultWhateverItHolds() {
        assertThat(faultsAfter(order -> order.getJsonObject("topic").put("title", " ".repeat(501))))
                .containsExactly(new Violation("/topic/title", "must have at most 500 characters"));
    }

    @Test
    void aCharacterOutsideTheBasicPlaneCountsOnce() {
        assertThat(faultsAfter(order -> order.getJsonObject("topic").put("title", "\uD83D\uDE00".repeat(500))))
                .isEmpty();
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
        try {
            return CHECK.bodyViolations(BoundedJson.node(body), ValidationErrors.MAX_VIOLATIONS);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Failure failure(String body) {
        return ValidationErrors.failure(faults(body));
    }

    private static JsonObject cta(String href) {
        return new JsonObject().put("text", "Book a demo").put("href", href);
    }
}
