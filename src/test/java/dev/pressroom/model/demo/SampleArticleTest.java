package dev.pressroom.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Chars;
import dev.pressroom.image.Placeholder;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleArticleTest {
    private static final String GERMAN = "Tomaten auf dem Balkon ziehen";

    static Stream<JsonObject> requests() {
        String word = "Wort ".repeat(400);
        return Stream.of(
                request("asdf"),
                request(""),
                new JsonObject(),
                request("冬季多肉植物浇水完全指南：少即是多，慢慢来".repeat(8)),
                request("דשא ירוק כל השנה"),
                request("x".repeat(2000)),
                full(word, 30),
                full("a ".repeat(2000), 30),
                full("植物".repeat(500), 30).put("visuals", false),
                request("Bees").put("visuals", false),
                full("| ``` ![IMAGE:a:b] [TWEET:0] ## # > - 1. <b> &amp; {{title}}", 3));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itHasSixHundredToNineHundredWords(JsonObject facts) {
        assertThat(Chars.words(article(facts)).size()).isBetween(600, 900);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itsFirstLineSaysWhatItIsAndHowToConnectAModel(JsonObject facts) {
        assertThat(article(facts).lines().findFirst().orElseThrow())
                .contains("This is a sample")
                .contains("OPENAI_API_KEY")
                .contains("OPENAI_BASE_URL");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void nothingOfTheRequestBecomesMarkup(JsonObject facts) {
        String text = article(facts);

        assertThat(text.lines().filter(line -> line.startsWith("#")).map(line -> line.substring(0, 3)))
                .containsOnly("## ", "###");
        assertThat(text.lines().filter(line -> line.startsWith("```"))).hasSize(2);
        assertThat(text).doesNotContain("\n# ", "![IMAGE:a");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itHasAnImageAnIllustrationAndAChartThatCanBeDrawnUnlessNoneAreWanted(JsonObject facts) {
        List<Placeholder> placeholders = Placeholder.in(article(facts));

        assertThat(placeholders)
                .extracting(Placeholder::type)
                .containsExactlyElementsOf(
                        facts.getBoolean("visuals", true) ? List.of("hero_image", "illustration", "bar") : List.of());
        assertThat(placeholders)
                .allSatisfy(placeholder -> placeholder
                        .chart()
                        .ifPresent(chart -> assertThat(chart.points()).isNotEmpty()));
    }

    @Test
    void itShowsEveryPartOfAnArticle() {
        assertThat(article(full(GERMAN, 2)))
                .contains(
                        "\n## ",
                        "\n### ",
                        "\n- ",
                        "\n1. ",
                        "\n> ",
                        "\n```json\n",
                        "\n| --- |",
                        "](https://example.com/)")
                .contains("[TWEET:0]", "[TWEET:1]", "[ARTICLE:0]", "[VIDEO:0]");
    }

    @Test
    void itShowsWhatWasGivenInTheRequestsOwnWords() {
        assertThat(article(full(GERMAN, 1)))
                .contains("| Topic | " + GERMAN, "| Subheading | " + GERMAN, "| Target audience | " + GERMAN)
                .contains("| Voice | locker", "| Language | German (de) |", "| Instructions | " + GERMAN);
    }

    @Test
    void whatWasNotGivenIsSaidToBeOpen() {
        assertThat(article(request("Bees"))).contains("| Voice | *not given* |", "| Instructions | *not given* |");
    }

    @Test
    void callsToActionAreLinkedWithTheirTextAndNotTheirPlacement() {
        assertThat(article(full(GERMAN, 1)))
                .contains("- [Termin 0](https://example.com/0)")
                .doesNotContain("end-of-post");
    }

    @Test
    void withoutCallsToActionThatOfTheOrganizationIsShown() {
        JsonObject own = new JsonObject().put("text", "Visit us").put("href", "https://garden.example/visit");
        JsonObject organization = new JsonObject().put("ctas", new JsonArray().add(own));

        assertThat(article(request("Bees").put("organization", organization)))
                .contains("[Visit us](https://garden.example/visit)");
    }

    /** Differing in what is cut off, or in a member that is not shown. */
    @Test
    void requestsThatDifferInAnythingGiveDifferentTexts() {
        List<String> texts = IntStream.range(0, 5)
                .mapToObj(i -> article(full("word ".repeat(100) + i, 1).put("more", i)))
                .toList();

        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void whatMustNotBeMentionedGetsNoSection() {
        String text = article(request("Electric cars").put("instructions", "Do not mention Tesla"));

        assertThat(text.lines().filter(line -> line.startsWith("#"))).noneMatch(line -> line.contains("Tesla"));
    }

    @Test
    void itClaimsNothingAboutTheTopic() {
        String bees = article(request("Bees")).replace("Bees", "");
        String cars = article(request("Cars")).replace("Cars", "");

        assertThat(withoutChecksum(bees)).isEqualTo(withoutChecksum(cars));
    }

    private static String withoutChecksum(String text) {
        return text.lines().filter(line -> !line.contains("checksum")).toList().toString();
    }

    static JsonObject request(String title) {
        return new JsonObject().put("topic", new JsonObject().put("title", title));
    }

    static JsonObject full(String text, int items) {
        JsonArray ctas = new JsonArray();
        JsonArray tweets = new JsonArray();
        for (int i = 0; i < items; i++) {
            ctas.add(new JsonObject()
                    .put("text", "Termin " + i)
                    .put("href", "https://example.com/" + i)
                    .put("placement", "end-of-post"));
            tweets.add(new JsonObject().put("id", i));
        }
        return request(text)
                .put("topic", new JsonObject().put("title", text).put("subheader", text))
                .put("business", new JsonObject().put("type", text).put("audience", text))
                .put("instructions", text)
                .put("organization", new JsonObject().put("businessName", text).put("description", text))
                .put("ctas", ctas)
                .put(
                        "preloaded",
                        new JsonObject()
                                .put("tweets", tweets)
                                .put("articles", tweets)
                                .put("videos", tweets));
    }

    static String article(JsonObject facts) {
        List<String> wishes = facts.containsKey("preloaded")
                ? List.of(
                        "Language: German (de). Headings and calls to action are in it too.",
                        "Voice: locker " + facts.getString("instructions"))
                : List.of(
                        "Language: the one that the instructions or the target audience ask for; else another. Headings.");
        return DemoTextModel.prose(Prompt.prose(Task.ARTICLE, facts).withRequirements(wishes));
    }
}
