package dev.pressroom.model.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoArticleTest {
    private static final List<String> TITLES = List.of(
            "How to choose a standing desk for a small home office",
            "10 ways to reduce churn",
            "7 Mistakes to Avoid When Hiring Your First Employee",
            "Why sleep matters for toddlers",
            "Kubernetes vs Nomad for Small Teams",
            "Case study: moving a bank to the cloud",
            "Sourdough bread at home",
            "The Ultimate Guide to Email Marketing",
            "Is remote work dead?");
    private static final List<String> AUDIENCES = List.of("Busy parents", "A homeowner", "");
    private static final List<String> BUSINESSES = List.of("Bakery", "SaaS", "");

    private final Demo demo = new Demo(1);

    static Stream<Arguments> requests() {
        return TITLES.stream()
                .flatMap(title -> AUDIENCES.stream()
                        .flatMap(audience ->
                                BUSINESSES.stream().map(business -> Arguments.of(title, audience, business))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyArticleHasAReadableLength(String title, String audience, String business) {
        int words = demo.article(facts(title, audience, business)).split("\\s+").length;
        assertThat(words).isBetween(650, 1400);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyArticleHasHeadingsAListAndPictures(String title, String audience, String business) {
        String article = demo.article(facts(title, audience, business));
        assertThat(article.lines().filter(line -> line.startsWith("## "))).hasSizeGreaterThanOrEqualTo(4);
        assertThat(article).containsPattern("(?m)^(- |1\\. )");
        assertThat(lines(article, "!\\[IMAGE:")).allMatch(line -> line.matches("!\\[IMAGE:[a-z_]+:[^\\[\\]|:]+]"));
        assertThat(lines(article, "!\\[CHART:"))
                .singleElement()
                .asString()
                .matches("!\\[CHART:bar\\|[^|\\[\\]]+\\|[A-Za-z ]+(,[A-Za-z ]+){4}\\|\\d+(,\\d+){4}]");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void noBlankIsLeftOpenAndNoWordIsDoubled(String title, String audience, String business) {
        String article = demo.article(facts(title, audience, business));
        assertThat(article)
                .doesNotContainPattern("[{}]")
                .doesNotContain("null", " ,", " .", "..", "  ")
                .doesNotContainPattern("(?i)\\b(the the|a a|an a|a an|of of|with with|for for)\\b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How to choose a standing desk for a small home office",
                "Sourdough bread at home",
                "Kubernetes vs Nomad for Small Teams",
                "Why sleep matters for toddlers",
                "Ganzheitliche Ernährung für die Familie"
            })
    void theWordsOfTheTitleOccurInTheText(String title) {
        String text = demo.article(facts(title, "", ""))
                .lines()
                .filter(line -> !line.startsWith("!["))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        Stream.of(title.toLowerCase(Locale.ROOT).split(" "))
                .filter(word -> word.length() > 4 && !word.equals("matters") && !word.equals("choose"))
                .forEach(word -> assertThat(text).contains(word));
    }

    @Test
    void anotherAudienceGetsAnotherArticle() {
        assertThat(shared("Sustainable packaging", "Busy parents", "Bakery", "Sustainable packaging", "CTOs", "Bakery"))
                .isLessThan(0.6);
    }

    @Test
    void anotherBusinessGetsAnotherArticle() {
        assertThat(shared("Winter opening hours", "Owners", "Bakery", "Winter opening hours", "Owners", "Law firm"))
                .isLessThan(0.6);
    }

    @Test
    void anotherTopicGetsAnotherArticle() {
        assertThat(shared("How to brew tea", "Beginners", "Cafe", "Why sleep matters", "Beginners", "Cafe"))
                .isLessThan(0.5);
    }

    @Test
    void theOrganizationHasItsSay() {
        JsonObject organization = new JsonObject()
                .put("businessName", "Oak & Ember")
                .put("description", "We build desks from local oak.")
                .put("customerProblems", new JsonArray().add("My back hurts after lunch"));
        String article = demo.article(facts("Standing desks", "", "").put("organization", organization));
        assertThat(article).contains("Oak & Ember", "We build desks from local oak.", "My back hurts after lunch");
    }

    @Test
    void theOrganizationsOwnCallToActionEndsAnArticleThatBroughtNone() {
        JsonArray ctas = new JsonArray()
                .add(cta("Read more", "https://oak.example/blog", "main"))
                .add(cta("Book a fitting", "https://oak.example/fitting", "header"));
        JsonObject organization =
                new JsonObject().put("businessName", "Oak & Ember").put("ctas", ctas);
        String article = demo.article(facts("Standing desks", "", "").put("organization", organization));
        assertThat(article.strip())
                .endsWith("The next step at Oak & Ember: **[Book a fitting](https://oak.example/fitting)**.");
        assertThat(article).doesNotContain("Read more");
    }

    @Test
    void theRequestsCallsToActionComeBeforeTheOrganizations() {
        JsonObject organization = new JsonObject()
                .put("businessName", "Oak & Ember")
                .put("ctas", new JsonArray().add(cta("Book a fitting", "https://oak.example/fitting", "")));
        JsonArray asked = new JsonArray().add(cta("Take the quiz", "https://oak.example/quiz", ""));
        assertThat(demo.article(facts("Standing desks", "", "")
                        .put("organization", organization)
                        .put("ctas", asked)))
                .contains("Take the quiz")
                .doesNotContain("Book a fitting");
    }

    @Test
    void anInformalOrganizationIsWrittenForAsPeopleTalk() {
        String informal = voiced("Informal and direct: short sentences.");
        String formal = voiced("Formal and reserved: long sentences.");
        assertThat(informal)
                .containsPattern("\\b(don|isn|doesn|can|won|aren)’t\\b")
                .contains("like");
        assertThat(formal).doesNotContainPattern("\\b(don|isn|doesn|can|won|aren)’t\\b");
    }

    @Test
    void anAnalysedSiteHasItsSayWithoutBeingToldAboutItsPage() {
        JsonObject organization = demo.analysis(Pages.facts("dentist"));
        String article = demo.article(facts("Why sleep matters", "", "").put("organization", organization));
        assertThat(article)
                .contains("Zahnarztpraxis am Lindenhof is a dental practice in Freiburg.")
                .doesNotContain("The page is in German");
    }

    @Test
    void aRelativeClauseIsNoSetting() {
        assertThat(demo.article(facts("How to write invoices that get paid", "Freelancers", "Software")))
                .doesNotContain("different that", "hold that", "Especially that", "In particular: that");
    }

    @Test
    void theChartShowsTheNumbersOfThePlan() {
        String article = demo.article(facts("Standing desks", "", ""));
        String[] hours = lines(article, "!\\[CHART:")
                .get(0)
                .replaceAll(".*\\|(.*)]", "$1")
                .split(",");
        int total = Arrays.stream(hours).mapToInt(Integer::parseInt).sum();
        assertThat(article).contains(total + " hours");
    }

    @Test
    void callsToActionStandWhereTheyAreWantedWithTheirLinks() {
        JsonArray ctas = new JsonArray()
                .add(cta("Book a demo", "https://example.com/demo?a=1&b=2", "end-of-post"))
                .add(cta("Take the quiz", "https://example.com/quiz", "after-intro"));
        String article = demo.article(facts("Standing desks", "", "").put("ctas", ctas));
        assertThat(article).containsOnlyOnce("[Book a demo](https://example.com/demo?a=1&b=2)");
        assertThat(article.indexOf("[Take the quiz](https://example.com/quiz)")).isLessThan(article.indexOf("## "));
        assertThat(article.lastIndexOf("## ")).isLessThan(article.indexOf("[Book a demo]"));
    }

    @Test
    void aLinkThatRunsScriptIsNoLink() {
        JsonArray ctas = new JsonArray().add(cta("Click", "javascript:alert(1)", ""));
        assertThat(demo.article(facts("Standing desks", "", "").put("ctas", ctas)))
                .contains("Click")
                .doesNotContain("javascript:");
    }

    @Test
    void preloadedItemsAreNamed() {
        JsonArray two = new JsonArray().add(new JsonObject()).add(new JsonObject());
        JsonObject preloaded = new JsonObject()
                .put("tweets", two)
                .put("articles", two)
                .put("videos", new JsonArray().add(new JsonObject()));
        assertThat(demo.article(facts("Standing desks", "", "").put("preloaded", preloaded)))
                .contains("[TWEET:0]", "[TWEET:1]", "[ARTICLE:0]", "[ARTICLE:1]", "[VIDEO:0]")
                .doesNotContain("[VIDEO:1]", "[TWEET:2]");
    }

    @Test
    void whatTheInstructionsAskToMentionGetsASection() {
        String article = demo.article(facts("Standing desks", "", "")
                .put("instructions", "Please mention cable management. Keep it friendly."));
        assertThat(article.lines()).anyMatch(line -> line.startsWith("## ") && line.contains("cable management"));
    }

    @Test
    void withoutVisualsThereAreNoPlaceholders() {
        assertThat(demo.article(facts("Standing desks", "", "").put("visuals", false)))
                .doesNotContain("![");
    }

    @Test
    void aListHasAsManyPointsAsItPromises() {
        String article = demo.article(facts("9 tips for better sourdough", "", ""));
        assertThat(lines(article, "### \\d+\\. ")).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "...",
                "🚀🚀",
                "a",
                "<script>alert(1)</script> **Bold** [link](javascript:x) # title",
                "“Quoted” title with `code` and | pipes",
                "![IMAGE:x:y] and [TWEET:0] in a title",
                "日本の茶道の魅力",
                "Почему важен сон",
                "Cómo elegir un escritorio para tu casa",
                "{audience} {subject^} $1 \\1"
            })
    void oddTitlesGiveASaneArticle(String title) {
        String article = demo.article(facts(title, "", ""));
        assertThat(article.split("\\s+").length).isGreaterThan(600);
        assertThat(article).doesNotContain("<script", "](javascript", "[TWEET:0]", "IMAGE:x:y", "**Bold**");
        assertThat(lines(article, "!\\[")).allMatch(line -> line.matches("!\\[(IMAGE|CHART)[^\\[\\]]+]"));
    }

    @Test
    void aVeryLongTitleIsCutWhereverItIsRepeated() {
        String article = demo.article(
                facts("A very long title about many things ".repeat(80), "x".repeat(5000), "y".repeat(5000)));
        assertThat(article.length()).isLessThan(15_000);
    }

    @Test
    void aMegabyteOfNonsenseIsReadInTime() {
        JsonObject facts = facts("a very (long? title: ".repeat(40_000), "x for ".repeat(40_000), "y ".repeat(40_000))
                .put("instructions", "mention ".repeat(50_000));
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> demo.article(facts));
    }

    private double shared(
            String title, String audience, String business, String title2, String audience2, String business2) {
        Set<String> one = sentences(demo.article(facts(title, audience, business)));
        Set<String> other = sentences(demo.article(facts(title2, audience2, business2)));
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return (double) both.size() / Math.min(one.size(), other.size());
    }

    private static Set<String> sentences(String article) {
        return Arrays.stream(article.split("(?<=[.?!:])\\s+|\\n+"))
                .filter(sentence -> sentence.length() > 20)
                .collect(Collectors.toSet());
    }

    private static List<String> lines(String article, String beginning) {
        return article.lines().filter(line -> line.matches(beginning + ".*")).toList();
    }

    private String voiced(String brandVoice) {
        return demo.article(facts("Standing desks", "", "")
                .put(
                        "organization",
                        new JsonObject()
                                .put("businessName", "Oak & Ember")
                                .put("description", "We build desks.")
                                .put("brandVoice", brandVoice)));
    }

    private static JsonObject cta(String text, String href, String placement) {
        return new JsonObject().put("text", text).put("href", href).put("placement", placement);
    }

    private static JsonObject facts(String title, String audience, String business) {
        return new JsonObject()
                .put("topic", new JsonObject().put("title", title))
                .put("business", new JsonObject().put("type", business).put("audience", audience));
    }
}
