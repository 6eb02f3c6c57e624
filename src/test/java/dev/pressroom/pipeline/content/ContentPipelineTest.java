package dev.pressroom.pipeline.content;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.Models;
import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.model.demo.DemoTextModel;
import dev.pressroom.pipeline.Pipeline.Post;
import dev.pressroom.pipeline.Pipeline.Product;
import dev.pressroom.pipeline.Step;
import dev.pressroom.support.FakeOpenAi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ContentPipelineTest {
    private final Vertx vertx = Vertx.vertx();
    private final TextModel demo = new DemoTextModel(vertx, Duration.ZERO);

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void theStepsComeInTheOrderOfTheContract() {
        ContentPipeline pipeline = new ContentPipeline(
                demo,
                (owner, id) -> Future.succeededFuture(),
                java.time.Clock.systemUTC(),
                java.time.Duration.ofMinutes(1));
        assertThat(pipeline.stages())
                .extracting(stage -> stage.stream().map(Step::name).toList())
                .containsExactly(List.of("context"), List.of("outline"), List.of("article"), List.of("visuals", "seo"));
    }

    @Test
    void eachStepTellsItsResult() throws Exception {
        assertThat(run(input()).events)
                .extracting(event -> event.name())
                .containsExactly("context-result", "blog-result", "visuals-result", "seo-result");
    }

    @Test
    void theContextResultTellsHowCompleteItIs() throws Exception {
        JsonObject told = run(input()).event("context-result");
        assertThat(told.fieldNames()).containsExactlyInAnyOrder("organizationId", "completenessScore", "availability");
        assertThat(told.getString("organizationId")).isEqualTo(Run.ORGANIZATION.toString());
        assertThat(told.getInteger("completenessScore")).isEqualTo(30);
        assertThat(told.getJsonObject("availability").getBoolean("businessType"))
                .isTrue();
    }

    @Test
    void aKnownOrganizationMakesTheContextMoreComplete() throws Exception {
        JsonObject known = new JsonObject()
                .put("description", "We bake.")
                .put("brandVoice", "plain")
                .put("customerProblems", new JsonArray())
                .put("keywords", new JsonArray().add("bread"));
        JsonObject told = new Run(demo, known, input()).all().event("context-result");
        assertThat(told.getInteger("completenessScore")).isEqualTo(60);
    }

    @Test
    void sampleAudiencesOfAnOrganizationAreNotTakenForKnown() throws Exception {
        JsonObject known = new JsonObject()
                .put(
                        "scenarios",
                        new JsonArray()
                                .add(new JsonObject().put("sample", true).put("pitch", "none"))
                                .add(new JsonObject().put("pitch", "real")));
        JsonObject organization =
                new Run(demo, known, input()).all().output("context").getJsonObject("organization");
        assertThat(organization.getJsonArray("scenarios")).containsExactly(new JsonObject().put("pitch", "real"));
    }

    @Test
    void theTextIsHandedOutAsItIsWritten() throws Exception {
        Run run = run(input());
        assertThat(run.restarts).isEqualTo(1);
        assertThat(String.join("", run.texts).strip())
                .isEqualTo(run.event("blog-result").getString("content"));
    }

    @Test
    void progressGrowsWithTheWordsAndStaysBelowTheWhole() throws Exception {
        List<Double> fractions = run(input()).fractions;
        assertThat(fractions)
                .isSorted()
                .last()
                .satisfies(last -> assertThat(last).isBetween(0.6, 0.99));
    }

    @Test
    void theBlogResultIsTheWholePost() throws Exception {
        JsonObject post = run(input()).event("blog-result");
        assertThat(post.getString("title")).isEqualTo("How to bake sourdough at home");
        assertThat(post.getString("content").split("\\s+").length).isGreaterThan(600);
        assertThat(post.getString("metaDescription")).hasSizeBetween(60, 165);
        assertThat(post.getString("estimatedReadTime")).matches("[3-7] min");
        assertThat(post.getJsonArray("seoKeywords")).isNotEmpty();
        assertThat(post.getJsonArray("tags")).isNotEmpty();
    }

    @Test
    void aSampleShowsThatNoBusinessAndNoAudienceWereGiven() throws Exception {
        JsonObject input = input().put("businessInfo", new JsonObject());
        assertThat(run(input).event("blog-result").getString("content"))
                .contains("| Business type | *not given* |", "| Target audience | *not given* |")
                .doesNotContain("- Business type:", "- Target audience:");
    }

    @Test
    void everyPlaceholderGetsASuggestion() throws Exception {
        Run run = run(input());
        JsonArray suggestions = run.event("visuals-result").getJsonArray("visualContentSuggestions");
        assertThat(suggestions).hasSize(3);
        assertThat(suggestions.getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("type", "description", "placement", "prompt");
    }

    @Test
    void withoutVisualsTheEventIsSentEmpty() throws Exception {
        Run run = run(input().put("options", new JsonObject().put("includeVisuals", false)));
        assertThat(run.event("visuals-result").getJsonArray("visualContentSuggestions"))
                .isEmpty();
        assertThat(run.event("blog-result").getString("content")).doesNotContain("![");
    }

    @Test
    void theSeoResultHasAScoreAndReasons() throws Exception {
        JsonObject seo = run(input()).event("seo-result").getJsonObject("seoAnalysis");
        assertThat(seo.getInteger("overallScore")).isBetween(20, 60);
        assertThat(seo.getString("basis")).isNotBlank();
        assertThat(seo.getJsonArray("topStrengths")).isNotEmpty();
        assertThat(seo.getJsonArray("topImprovements")).isNotEmpty();
    }

    @Test
    void theResultHasEveryMemberOfTheContract() throws Exception {
        JsonObject result = run(input()).product().result();
        assertThat(result.fieldNames())
                .containsExactlyInAnyOrder(
                        "success", "enhancedGeneration", "data", "savedPost", "metadata", "imageGeneration");
        assertThat(result.getJsonObject("data").fieldNames())
                .contains(
                        "title",
                        "subtitle",
                        "content",
                        "metaDescription",
                        "tags",
                        "seoKeywords",
                        "estimatedReadTime",
                        "internalLinks",
                        "ctaSuggestions",
                        "ctas",
                        "visualContentSuggestions",
                        "seoAnalysis",
                        "organizationContext",
                        "qualityPrediction",
                        "preloadedTweets",
                        "preloadedArticles",
                        "preloadedVideos",
                        "generationMetadata");
        assertThat(result.getJsonObject("metadata").fieldNames())
                .containsExactlyInAnyOrder(
                        "generationTime", "tokensUsed", "qualityPrediction", "dataCompleteness", "visualSuggestions");
        assertThat(result.getJsonObject("imageGeneration").fieldNames())
                .containsExactlyInAnyOrder(
                        "hasPlaceholders", "needsImageGeneration", "blogPostId", "topic", "organizationId");
    }

    @Test
    void theResultTellsWhatItTook() throws Exception {
        Run run = run(input());
        JsonObject result = run.product().result();
        JsonObject generation = result.getJsonObject("data").getJsonObject("generationMetadata");
        assertThat(generation)
                .isEqualTo(new JsonObject()
                        .put("model", "demo")
                        .put("promptVersion", "none")
                        .put("duration", 1234)
                        .put("tokensUsed", run.tokens())
                        .put("generatedAt", "2026-02-02T12:00:00.120Z"));
        assertThat(result.getJsonObject("metadata").getInteger("visualSuggestions"))
                .isEqualTo(3);
    }

    @Test
    void theSavedPostIsTheArticle() throws Exception {
        Product product = run(input()).product();
        Post post = product.post().orElseThrow();
        JsonObject saved = product.result().getJsonObject("savedPost");
        assertThat(saved)
                .isEqualTo(new JsonObject()
                        .put("id", post.id().toString())
                        .put("title", post.title())
                        .put("content", post.content())
                        .put("status", "draft")
                        .put("created_at", "2026-02-02T12:00:00.120Z"));
        assertThat(product.result().getJsonObject("imageGeneration").getString("blogPostId"))
                .isEqualTo(post.id().toString());
    }

    @Test
    void settlingTwiceSavesTheSamePost() throws Exception {
        Run run = run(input());
        assertThat(run.product().post().orElseThrow().id())
                .isEqualTo(run.product().post().orElseThrow().id());
    }

    @Test
    void withoutAutoSaveThereIsNoPostAndNothingToIllustrate() throws Exception {
        Product product = run(input().put("options", new JsonObject().put("autoSave", false)))
                .product();
        assertThat(product.post()).isEmpty();
        assertThat(product.result().getValue("savedPost")).isNull();
        assertThat(product.result().containsKey("savedPost")).isTrue();
        JsonObject images = product.result().getJsonObject("imageGeneration");
        assertThat(images.getBoolean("needsImageGeneration")).isFalse();
        assertThat(images.getBoolean("hasPlaceholders")).isTrue();
    }

    @Test
    void whatWasSentAlongIsEchoed() throws Exception {
        JsonArray tweets = new JsonArray().add(new JsonObject().put("id", "t1"));
        JsonArray ctas =
                new JsonArray().add(new JsonObject().put("text", "Visit us").put("href", "https://example.com"));
        JsonObject data = run(input().put("options", new JsonObject().put("preloadedTweets", tweets))
                        .put("ctas", ctas))
                .product()
                .result()
                .getJsonObject("data");
        assertThat(data.getJsonArray("preloadedTweets")).isEqualTo(tweets);
        assertThat(data.getJsonArray("ctas")).isEqualTo(ctas);
        assertThat(data.getString("content")).contains("[TWEET:0]", "(https://example.com)");
    }

    @Test
    void nothingThatPostgresRefusesGetsThrough() throws Exception {
        JsonObject input = input().put("topic", new JsonObject().put("title", "Bread\u0000 and\uD800 butter"));
        String all = run(input).product().result().encode();
        assertThat(all).doesNotContain("\\u0000").doesNotContain("\uD800").contains("Bread and butter");
    }

    @Test
    void anUnusableJudgementLeavesTheNumbers() throws Exception {
        Run run = new Run(new Stubborn(demo, Task.SEO), new JsonObject(), input()).all();
        JsonObject seo = run.event("seo-result").getJsonObject("seoAnalysis");
        assertThat(seo.getInteger("overallScore")).isPositive();
        assertThat(seo.getString("summary")).isEmpty();
    }

    @Test
    void unusableSuggestionsLeaveAnEmptyList() throws Exception {
        Run run = new Run(new Stubborn(demo, Task.VISUALS), new JsonObject(), input()).all();
        assertThat(run.event("visuals-result").getJsonArray("visualContentSuggestions"))
                .isEmpty();
    }

    @Test
    void aRealClientAndAProviderGiveTheSameKindOfResult() throws Exception {
        FakeOpenAi provider = FakeOpenAi.start(vertx).await(60, SECONDS);
        ModelSettings settings = SettingsLoader.load(
                        Map.of("OPENAI_BASE_URL", provider.baseUrl().toString(), "OPENAI_MODEL", "fake-model"))
                .model();
        Run run = new Run(Models.create(vertx, settings), new JsonObject(), input()).all();
        JsonObject data = run.product().result().getJsonObject("data");
        assertThat(data.getString("content")).contains("How to bake sourdough at home");
        assertThat(data.getJsonObject("generationMetadata").getString("model")).isEqualTo("fake-model");
        assertThat(provider.calls()).isEqualTo(4);
    }

    private Run run(JsonObject input) throws Exception {
        return new Run(demo, new JsonObject(), input).all();
    }

    private static JsonObject input() {
        return new JsonObject()
                .put(
                        "topic",
                        new JsonObject()
                                .put("title", "How to bake sourdough at home")
                                .put("subheader", "From flour to loaf"))
                .put(
                        "businessInfo",
                        new JsonObject().put("businessType", "Bakery").put("targetAudience", "Hobby bakers"))
                .put("organizationId", Run.ORGANIZATION.toString())
                .put("somethingElse", new JsonArray().add(1));
    }

    /** Answers one task with nothing that can be used. */
    private record Stubborn(TextModel model, String task) implements TextModel {
        @Override
        public String promptVersion() {
            return model.promptVersion();
        }

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
            return model.write(prompt, onText, scope);
        }

        @Override
        public Future<Structured> structure(Prompt prompt, CallScope scope) {
            return prompt.task().equals(task)
                    ? Future.failedFuture(new Failure(ErrorCode.MODEL_ANSWER_INVALID, "no"))
                    : model.structure(prompt, scope);
        }
    }
}
