package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ContentInputTest {
    @Test
    void absentMembersHaveTheContractsDefaults() {
        ContentInput input = ContentInput.of(new JsonObject().put("topic", new JsonObject().put("title", "Bread")));
        assertThat(input.options().autoSave()).isTrue();
        assertThat(input.options().status()).isEqualTo("draft");
        assertThat(input.options().includeVisuals()).isTrue();
    }

    @Test
    void aBusinessThatIsNotGivenIsNotAFact() {
        JsonObject blank = new JsonObject().put("businessInfo", new JsonObject().put("targetAudience", " "));
        assertThat(ContentInput.of(blank).facts(new JsonObject()).getJsonObject("business"))
                .isEmpty();
    }

    @Test
    void aGivenBusinessIsAFact() {
        JsonObject business = new JsonObject().put("businessType", "Bakery").put("targetAudience", "Hobby bakers");
        JsonObject facts =
                ContentInput.of(new JsonObject().put("businessInfo", business)).facts(new JsonObject());
        assertThat(facts.getJsonObject("business"))
                .isEqualTo(new JsonObject().put("type", "Bakery").put("audience", "Hobby bakers"));
    }

    @Test
    void membersOfAnotherTypeCountAsAbsent() {
        ContentInput input = ContentInput.of(new JsonObject()
                .put("topic", "Bread")
                .put("businessInfo", new JsonArray())
                .put("ctas", "none")
                .put("options", new JsonObject().put("autoSave", "yes").put("status", 1)));
        assertThat(input.title()).isEqualTo("Untitled");
        assertThat(input.ctas()).isEmpty();
        assertThat(input.options().autoSave()).isTrue();
    }

    @Test
    void aTitleIsOneLineWithoutCharactersThatDeceive() {
        ContentInput input = ContentInput.of(new JsonObject()
                .put("topic", new JsonObject().put("title", "Br\u202Eead\r\nand\u001b[2J butter\u2066")));
        assertThat(input.title()).isEqualTo("Bread and[2J butter");
    }

    @Test
    void onlyCallsToActionThatAreObjectsAreKept() {
        JsonArray ctas = new JsonArray()
                .add("text")
                .add(new JsonObject().put("text", "Go"))
                .addNull();
        assertThat(ContentInput.of(new JsonObject().put("ctas", ctas)).ctas()).hasSize(1);
    }

    @Test
    void membersThatAreNotKnownDoNoHarm() {
        JsonObject body = new JsonObject()
                .put("topic", new JsonObject().put("title", "Bread").put("trend", new JsonObject()))
                .put("comprehensiveContext", new JsonObject());
        assertThat(ContentInput.of(body).topic().containsKey("trend")).isTrue();
    }
}
