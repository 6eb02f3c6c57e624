package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import dev.pressroom.support.HostileTexts;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Articles that keep a careless reader busy: models can be made to write them. */
class HostileArticleTest {
    private static final List<String> ARTICLES = HostileTexts.from(
            "[a](",
            "![a](",
            "[",
            "![",
            "![CHART:",
            "![IMAGE:",
            "[TWEET:",
            "[TWEET:1",
            "|",
            "| --- ",
            "- ",
            "1. ",
            "#",
            "> ",
            "*",
            "`",
            "a. ",
            "]",
            "](",
            "[a](b",
            "big ");

    @Test
    void theFactsOfAnArticleAreCountedInLinearTime() {
        JsonArray keywords = new JsonArray().add("big red").add("a a a a a a b").add("big big big big x");
        HostileTexts.assertReadFast(
                "SeoFacts", ARTICLES, text -> SeoFacts.of("A title", "A description", text, keywords));
    }

    @Test
    void keywordsAreFoundInATitleInLinearTime() {
        HostileTexts.assertReadFast(
                "Phrase", ARTICLES, text -> SeoFacts.of(text, "", "Text", new JsonArray().add("big red")));
    }

    @Test
    void theTimeToReadAnArticleIsCountedInLinearTime() {
        HostileTexts.assertReadFast("ReadTime", ARTICLES, ReadTime::of);
    }

    @Test
    void textIsMadeFitForTheDatabaseInLinearTime() {
        HostileTexts.assertReadFast("CleanText", ARTICLES, CleanText::of);
    }
}
