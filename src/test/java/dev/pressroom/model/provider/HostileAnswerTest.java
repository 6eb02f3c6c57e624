package dev.pressroom.model.provider;

import dev.pressroom.support.HostileTexts;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileAnswerTest {
    private static final JsonObject SCHEMA = new JsonObject().put("type", "object");

    @Test
    void anAnswerThatIsToBeJsonIsReadInLinearTime() {
        List<String> answers = HostileTexts.from("```", "```json", "``` ", "{\"a\":", "[", "{", "\"", "`");
        HostileTexts.assertReadFast("JsonReading", answers, text -> JsonAnswer.of(text, SCHEMA));
        HostileTexts.assertReadFast("JsonReading", answers, text -> JsonAnswer.of("```json " + text + "```", SCHEMA));
    }
}
