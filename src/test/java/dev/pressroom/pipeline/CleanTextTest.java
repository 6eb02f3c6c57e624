package dev.pressroom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class CleanTextTest {
    @Test
    void nulAndHalvesOfPairsAreTakenOut() {
        assertThat(CleanText.of("a\u0000b\uD83Dc\uDE00d")).isEqualTo("abcd");
    }

    @Test
    void wholePairsStay() {
        assertThat(CleanText.of("🚀 ok")).isEqualTo("🚀 ok");
    }

    @Test
    void everyLevelIsCleaned() {
        JsonObject dirty = new JsonObject()
                .put("a\u0000", new JsonArray().add("b\u0000").add(new JsonObject().put("c", "\uD800")))
                .put("n", 1);
        assertThat(CleanText.of(dirty))
                .isEqualTo(new JsonObject()
                        .put("a", new JsonArray().add("b").add(new JsonObject().put("c", "")))
                        .put("n", 1));
    }
}
