package dev.pressroom.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class JsonAnswerTest {
    private static final JsonObject ANY = new JsonObject().put("type", "object");

    @Test
    void anAnswerThatIsNestedTooDeepIsNotRead() {
        JsonAnswer reading = JsonAnswer.of("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}", ANY);

        assertThat(reading.value()).isEmpty();
        assertThat(reading.fault()).isEqualTo("It must be nested at most 64 levels deep.");
    }

    @Test
    void anAnswerWithEndlessListsIsNotRead() {
        assertThat(JsonAnswer.of("{\"a\":[0" + ",0".repeat(2000) + "]}", ANY).fault())
                .isEqualTo("It must have at most 1000 entries.");
    }

    @Test
    void anythingButAnObjectIsNotRead() {
        assertThat(JsonAnswer.of("[]", ANY).fault()).isEqualTo("It is no JSON object.");
        assertThat(JsonAnswer.of("null", ANY).fault()).isEqualTo("It is no JSON object.");
    }

    @Test
    void anObjectIsRead() {
        assertThat(JsonAnswer.of("{\"a\":{\"b\":1}}", ANY).value())
                .contains(new JsonObject().put("a", new JsonObject().put("b", 1)));
    }
}
