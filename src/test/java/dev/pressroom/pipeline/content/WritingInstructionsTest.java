package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritingInstructionsTest {
    private static final JsonObject NOTHING_KNOWN = new JsonObject();

    @ParameterizedTest
    @CsvSource({"de, German (de)", "pt-BR, Portuguese (Brazil) (pt-BR)", "Klingon of the south, Klingon of the south"})
    void theLanguageIsNamed(String asked, String named) {
        assertThat(wishes(new JsonObject().put("language", asked)).get(0)).startsWith("Language: " + named + ".");
    }

    @Test
    void withoutALanguageTheRequestTellsIt() {
        assertThat(wishes(new JsonObject())).singleElement().asString().contains("title of the topic");
    }

    @Test
    void everythingThatTheClientAskedForIsALine() {
        JsonObject body = new JsonObject()
                .put("topic", new JsonObject().put("title", "Bees").put("subheader", "For balconies"))
                .put("additionalInstructions", "No Latin.")
                .put("options", new JsonObject().put("voice", "dry").put("wordCount", 600));
        assertThat(WritingInstructions.of(ContentInput.of(body), NOTHING_KNOWN))
                .contains("Angle: For balconies", "Voice: dry", "Length: 600 words", "Instructions: No Latin.");
    }

    @Test
    void theVoiceOfTheOrganizationStandsInForOneThatIsNotGiven() {
        assertThat(WritingInstructions.of(
                        ContentInput.of(new JsonObject()), new JsonObject().put("brandVoice", "warm")))
                .contains("Voice: warm");
    }

    private static List<String> wishes(JsonObject options) {
        return WritingInstructions.of(ContentInput.of(new JsonObject().put("options", options)), NOTHING_KNOWN);
    }
}
