package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.demo.DemoTextModel;
import dev.pressroom.support.HostileTexts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicScoreTest {
    private static final String META = "Sourdough bread at home, from the first starter to the finished loaf,"
            + " in plain steps that leave nothing out.";

    @Test
    void aWellMadeTextOnItsTopicScoresHigh() {
        assertThat(score("How to bake sourdough bread at home", article("sourdough bread")))
                .isGreaterThan(80);
    }

    @Test
    void theSameTextWithoutTheWordsOfItsTopicScoresLow() {
        assertThat(score("How to bake sourdough bread at home", article("this and that")))
                .isLessThanOrEqualTo(30);
    }

    @Test
    void aTitleWithoutMeaningScoresLowWhateverTheText() {
        assertThat(score("asdf", article("sourdough bread"))).isLessThanOrEqualTo(30);
    }

    @Test
    void aSampleScoresLow() {
        String sample = DemoTextModel.prose(Prompt.prose(
                Task.ARTICLE, new JsonObject().put("topic", new JsonObject().put("title", "asdf"))));

        assertThat(score("asdf", sample)).isLessThan(60);
    }

    @ParameterizedTest
    @CsvSource({
        "Tomaten auf dem Balkon, Eine Balkontomate braucht Sonne.",
        "Keeping bees, A bee keeper has work in spring.",
        "冬季多肉植物浇水, 多肉植物在冬季要少浇水。",
        "How to do it, Anything at all."
    })
    void formsOfAWordAreFound(String title, String text) {
        assertThat(TopicUse.of(title, text).share()).isEqualTo(1);
    }

    @Test
    void oneSectionOfFourIsAQuarter() {
        String text = "Bees fly.\n\n## One\n\nNothing\n\n## Two\n\nNothing\n\n## Three\n\nNothing";

        assertThat(TopicUse.of("Bees", text)).isEqualTo(new TopicUse(1, 1, 4, 1));
    }

    @Test
    void placeholdersAreNoText() {
        assertThat(TopicUse.of("Bees", "![IMAGE:hero_image:Bees]\n\nText").onTopic())
                .isZero();
    }

    @Test
    void theReportSaysWhatWasCounted() {
        JsonObject report = report("Bees", "Bees fly.");

        assertThat(report.getString("basis")).startsWith("Counted, not judged");
        assertThat(report.getJsonObject("scores").getInteger("topic")).isEqualTo(100);
        assertThat(report.getJsonObject("measured").getInteger("sectionsOnTopic"))
                .isEqualTo(1);
    }

    @Test
    void wordsOfTheTopicAreOnlyCountedInAnImprovementWhenSomeAreMissing() {
        String rest = "\n\n## One\n\nNothing\n\n## Two\n\nNothing";

        assertThat(report("Bees", "Bees fly." + rest).getJsonArray("topImprovements"))
                .contains("Use the words of the topic in more places: 1 of 3 sections contain words of the topic.");
        assertThat(report("Bees in gardens", "Bees fly." + rest)
                        .getJsonArray("topImprovements")
                        .toString())
                .contains("and only 1 of its 2 words occur.");
    }

    @Test
    void aTextThatIsHardToReadIsCountedFast() {
        HostileTexts.assertReadFast(
                "TopicUse",
                HostileTexts.from("\n## ", "bee ", "a-", "\n## bee\n"),
                text -> TopicUse.of("Keeping bees in a small garden", text));
    }

    private static int score(String title, String content) {
        return report(title, content).getInteger("overallScore");
    }

    private static JsonObject report(String title, String content) {
        JsonArray keywords = new JsonArray(List.of("sourdough bread"));
        return SeoReport.of(SeoFacts.of(title, META, content, keywords), TopicUse.of(title, content), new JsonObject());
    }

    private static String article(String words) {
        String sentences = ("Good " + words + " needs flour, water, salt and time, as everybody knows. "
                        + "Fold it, let it rest, shape it and wait until it has grown. ")
                .repeat(5);
        StringBuilder text = new StringBuilder("On " + words + ". " + sentences + "\n\n![IMAGE:hero_image:A loaf]\n");
        for (int i = 0; i < 5; i++) {
            text.append("\n## Step ").append(i).append("\n\n").append(sentences).append("\n\n- one\n- two\n- three\n");
        }
        return text + "\n[More](https://example.com/a) and [more](https://example.com/b)\n";
    }
}
