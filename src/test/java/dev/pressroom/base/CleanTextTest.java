package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class CleanTextTest {
    @Test
    void nulAndUnpairedSurrogatesAreRemoved() {
        assertThat(CleanText.of("a\u0000b\uD83Dc\uDE00d")).isEqualTo("abcd");
    }

    @Test
    void surrogatePairsAreKept() {
        assertThat(CleanText.of("🚀 ok")).isEqualTo("🚀 ok");
    }

    @Test
    void controlCharactersAreRemovedExceptLineFeedsAndTabs() {
        assertThat(CleanText.of("a\u001b[31mb\u0007\u009b\u007f\tc\r\nd")).isEqualTo("a[31mb\tc\nd");
    }

    @Test
    void bidirectionalFormattingIsRemoved() {
        assertThat(CleanText.of("in\u202evoice\u2066.\u2069\u200e\u200f\u061c\ufeffpdf"))
                .isEqualTo("invoice.pdf");
    }

    @Test
    void joinersOfEmojiAreKept() {
        assertThat(CleanText.of("\uD83D\uDC69\u200D\uD83D\uDCBB")).isEqualTo("\uD83D\uDC69\u200D\uD83D\uDCBB");
    }

    @Test
    void aLineHasNoBreaks() {
        assertThat(CleanText.line("  a\r\nb\tc\u2028d ")).isEqualTo("a b c d");
    }

    @Test
    void aRowStoredBeforeTheDepthWasBoundedIsCleaned() {
        JsonObject deep = new JsonObject("{\"a\":" + "[".repeat(990) + "\"b\\u0000\"" + "]".repeat(990) + "}");

        JsonArray innermost = CleanText.of(deep).getJsonArray("a");
        for (int level = 1; level < 990; level++) {
            innermost = innermost.getJsonArray(0);
        }
        assertThat(innermost).isEqualTo(new JsonArray().add("b"));
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
