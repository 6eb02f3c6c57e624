package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vertx.core.json.JsonArray;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counted by hand: 36 words, in two sections with one list. */
class SeoFactsTest {
    private static final String ARTICLE = """
            Keeping bees is slow work. Begin with one hive.

            ![IMAGE:hero_image:A hive in spring]

            ## What you need

            - A hive with *ten* frames
            - A [smoker](https://example.com/smoker) and a [suit](/shop/suit)

            ## First steps

            Look at the hive every week. Keeping bees needs a \\#calm hand!

            ![CHART:bar|Hours|May,June|2,3]

            ![IMAGE:illustration:]
            """;

    private final SeoFacts facts = SeoFacts.of(
            "Keeping bees at home",
            "A first hive: what you need and how to begin.",
            ARTICLE,
            new JsonArray().add("keeping bees").add("hive").add("honey"));

    @Test
    void wordsThatReadersSeeAreCounted() {
        assertThat(facts.words()).isEqualTo(36);
    }

    @Test
    void lengthsAreInCharacters() {
        assertThat(facts.titleLength()).isEqualTo(20);
        assertThat(facts.metaLength()).isEqualTo(45);
    }

    @Test
    void headingsAreCountedByLevel() {
        assertThat(facts.headings()).isEqualTo(2);
        assertThat(facts.subheadings()).isZero();
        assertThat(facts.topHeadings()).isZero();
    }

    @Test
    void listItemsAreCounted() {
        assertThat(facts.listItems()).isEqualTo(2);
    }

    @Test
    void theMainKeywordIsCountedWholeAndInAnyCase() {
        assertThat(facts.keywordUses()).isEqualTo(2);
    }

    @Test
    void densityIsItsShareOfAllWords() {
        assertThat(facts.keywordDensity()).isEqualTo(11.1);
    }

    @Test
    void theKeywordIsLookedForInTheTitleAndEarlyOn() {
        assertThat(facts.keywordInTitle()).isTrue();
        assertThat(facts.keywordEarly()).isTrue();
    }

    @Test
    void otherKeywordsCountWhenTheyOccur() {
        assertThat(facts.otherKeywordsUsed()).isEqualTo(1);
        assertThat(facts.otherKeywords()).isEqualTo(2);
    }

    @Test
    void linksAreToldApart() {
        assertThat(facts.externalLinks()).isEqualTo(1);
        assertThat(facts.internalLinks()).isEqualTo(1);
    }

    @Test
    void placeholdersArePicturesAndCountAsDescribedWhenTheySaySomething() {
        assertThat(facts.images()).isEqualTo(3);
        assertThat(facts.imagesDescribed()).isEqualTo(2);
    }

    @Test
    void shortTextsTakeAMinute() {
        assertThat(facts.minutes()).isEqualTo(1);
    }

    @Test
    void anEmptyTextHasNoKeywordsAndDividesByNothing() {
        SeoFacts empty = SeoFacts.of("", "", "", new JsonArray());
        assertThat(empty.words()).isZero();
        assertThat(empty.keywordDensity()).isZero();
        assertThat(empty.averageSentence()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "![", "](", "\n", " ", "![IMAGE:", "a.", "|-", "1. ", "# "})
    void markupThatNeverEndsIsMeasuredInTime(String piece) {
        String text = piece.repeat(200_000 / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(3),
                () -> SeoFacts.of("t", "m", text, new JsonArray().add("a b").add("c")));
    }
}
