package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An article from the order to the saved post, written by the demo model. */
class ContentJobIT {
    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_DEMO_PACE_MS", "1"));
        api = service.api(UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anArticleIsWrittenStreamedAndSaved() throws SQLException {
        UUID job;
        Sse stream;
        try (Connection side = Servers.connect(service.databaseUrl());
                Statement statement = side.createStatement()) {
            side.setAutoCommit(false);
            // no step ends, so that the text does not begin before it is watched
            statement.execute("lock table job_steps in exclusive mode");
            job = api.created(Api.order("How to grow tomatoes on a balcony"));
            stream = api.stream(job);
            stream.await("connected");
            side.commit();
        }
        stream.awaitEnd();

        JsonObject result = api.status(job).getJsonObject("result");
        JsonObject data = result.getJsonObject("data");
        assertThat(data.getString("content").split("\\s+").length).isGreaterThan(600);
        assertThat(data.getString("content")).containsIgnoringCase("tomatoes").contains("https://example.com/visit");
        assertThat(data.getJsonObject("generationMetadata").getString("model")).isEqualTo("demo");
        assertThat(stream.ids()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(stream.text().strip())
                .isEqualTo(
                        stream.await("blog-result").json().getString("content").strip());
        assertThat(stream.await("complete").json().getJsonObject("result")).isEqualTo(result);
        assertThat(result.getJsonObject("savedPost").getString("id"))
                .isEqualTo(Sql.text(service.databaseUrl(), "select id from posts where job_id = '" + job + "'"));
    }

    @Test
    void theResultHasEveryMemberOfTheContract() {
        UUID job = api.created(Api.order("Why bees matter to a small garden"));
        JsonObject result = api.await(job, "succeeded").getJsonObject("result");

        assertThat(result.fieldNames())
                .contains("success", "enhancedGeneration", "data", "savedPost", "metadata", "imageGeneration");
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
                .contains("generationTime", "tokensUsed", "qualityPrediction", "dataCompleteness", "visualSuggestions");
        assertThat(result.getJsonObject("imageGeneration").fieldNames())
                .contains("hasPlaceholders", "needsImageGeneration", "blogPostId", "topic", "organizationId");
    }

    @Test
    void withoutAutoSaveNothingIsSaved() {
        UUID job = api.created(
                Api.order("Why bees matter to a small garden").put("options", new JsonObject().put("autoSave", false)));
        JsonObject result = api.await(job, "succeeded").getJsonObject("result");

        assertThat(result.getValue("savedPost")).isNull();
        assertThat(result.getJsonObject("imageGeneration").getBoolean("needsImageGeneration"))
                .isFalse();
        assertThat(Sql.number(service.databaseUrl(), "select count(*) from posts where job_id = '" + job + "'"))
                .isZero();
    }

    @Test
    void preloadedItemsAreEchoedAndNamedInTheText() {
        JsonArray tweets =
                new JsonArray().add(new JsonObject().put("text", "Bees!").put("id", 7));
        UUID job = api.created(Api.order("Why bees matter to a small garden")
                .put("options", new JsonObject().put("preloadedTweets", tweets)));
        JsonObject data = api.await(job, "succeeded").getJsonObject("result").getJsonObject("data");

        assertThat(data.getJsonArray("preloadedTweets")).isEqualTo(tweets);
        assertThat(data.getString("content")).contains("[TWEET:0]");
    }

    @Test
    void aTitleWithNulAndMarkupHarmsNothing() {
        UUID job = api.created(Api.order("Bees \u0000 <script>alert(1)</script> \ud83d\udc1d `code` ![x](y)"));

        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
    }
}
