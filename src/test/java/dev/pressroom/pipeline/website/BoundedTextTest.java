package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class BoundedTextTest {
    @Test
    void longTextsAndListsOfAnAnswerAreCutAtEveryLevel() {
        JsonObject answer = new JsonObject()
                .put("text", "x".repeat(100_000))
                .put("list", new JsonArray(Collections.nCopies(1000, "y".repeat(5000))))
                .put("inner", new JsonObject().put("text", "z".repeat(100_000)))
                .put("number", 7);

        JsonObject bounded = BoundedText.answer(answer);

        assertThat(bounded.encode()).hasSizeLessThan(25_000);
        assertThat(bounded.getInteger("number")).isEqualTo(7);
    }

    @Test
    void whatPostgresRefusesIsTakenOut() {
        assertThat(BoundedText.answer(new JsonObject().put("text", " a\u0000b\ud800 "))
                        .getString("text"))
                .isEqualTo("ab");
    }

    @Test
    void aTextIsNotCutThroughACharacter() {
        assertThat(BoundedText.text("ab\ud83d\udc1d", 3)).isEqualTo("ab");
    }

    @Test
    void onlyTheFirstItemsAreKept() {
        assertThat(BoundedText.first(new JsonArray().add(1).add(2).add(3), 2)).containsExactly(1, 2);
    }
}
