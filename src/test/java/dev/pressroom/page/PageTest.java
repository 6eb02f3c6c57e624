package dev.pressroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void namesThatTheNextVersionHasStoredAreReadAsCommonOnes() {
        JsonObject cta = new JsonObject()
                .put("text", "Chat")
                .put("href", "/chat")
                .put("type", "chat")
                .put("placement", "sidebar");
        JsonObject stored = new JsonObject()
                .put("url", "https://a.example/")
                .put("headings", new JsonArray())
                .put("ctas", new JsonArray().add(cta))
                .put("brandColors", new JsonObject())
                .put("links", new JsonArray());

        Page page = Page.fromJson(stored);

        assertThat(page.ctas())
                .containsExactly(new Page.Cta("Chat", "/chat", Page.CtaType.SECONDARY, Page.Placement.MAIN));
    }
}
