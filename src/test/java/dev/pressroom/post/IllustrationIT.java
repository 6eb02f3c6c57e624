package dev.pressroom.post;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posts are illustrated by the demo model, and their images served. */
class IllustrationIT {
    static final String ILLUSTRATE = "/api/images/generate-for-blog";
    private static final Pattern LINK = Pattern.compile("!\\[((?:\\\\.|[^\\]])*)]\\((/api/v1/images/[0-9a-f-]{36})\\)");
    private static final String HERO = "![IMAGE:hero_image:A loaf on a table]";
    private static final String CHART = "![CHART:bar|Hours per phase|Knead,Wait,Bake|1,12,1]";

    private static Service service;
    private static Posts posts;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start();
        posts = new Posts(service.databaseUrl());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theArticleOfAJobIsIllustratedAsTheFrontendDoesIt() {
        UUID job = api.created(Api.order("Watering tomatoes"));
        JsonObject result = api.await(job, "succeeded").getJsonObject("result");
        JsonObject generation = result.getJsonObject("imageGeneration");

        JsonObject answer = illustrated(new JsonObject()
                .put("blogPostId", generation.getString("blogPostId"))
                .put("content", result.getJsonObject("data").getString("content"))
                .put("topic", generation.getJsonObject("topic"))
                .put("organizationId", generation.getString("organizationId")));

        assertThat(answer.getBoolean("success")).isTrue();
        assertThat(answer.getString("content")).contains("(/api/v1/images/").doesNotContain("![IMAGE:", "![CHART:");
        assertThat(posts.content(UUID.fromString(generation.getString("blogPostId"))))
                .isEqualTo(answer.getString("content"));
    }

    @Test
    void picturesAndChartsStandWherePlaceholdersStood() {
        UUID post = posts.saved(api.user(), "Bread", "Intro\n\n" + HERO + "\n\nThen " + CHART + " and on.");

        String content = illustrated(post).getString("content");

        assertThat(content)
                .matches("Intro\n\n!\\[A loaf on a table]\\(/api/v1/images/[0-9a-f-]{36}\\)\n\n"
                        + "Then !\\[Hours per phase]\\(/api/v1/images/[0-9a-f-]{36}\\) and on\\.");
        assertThat(image(content, 0).body()).contains("Bread");
        assertThat(image(content, 1).body()).contains("Knead").contains("class=\"bar\"");
    }

    @Test
    void theTitleOfTheTopicGoesBeforeThatOfThePost() {
        UUID post = posts.saved(api.user(), "Bread", HERO);

        JsonObject answer = illustrated(body(post).put("topic", new JsonObject().put("title", "Sourdough")));

        assertThat(image(answer.getString("content"), 0).body()).contains("Sourdough");
    }

    @Test
    void theContentThatIsSentBecomesThePosts() {
        UUID post = posts.saved(api.user(), "Bread", "Old");

        JsonObject answer = illustrated(body(post).put("content", "New " + HERO));

        assertThat(answer.getString("content")).startsWith("New ![A loaf");
        assertThat(posts.content(post)).isEqualTo(answer.getString("content"));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "'  ',''", "a <b> ] [c] `d`,'a \\<b\\> \\] \\[c\\] \\`d\\`'"})
    void theDescriptionCannotBreakTheMarkdown(String description, String alt) {
        UUID post = posts.saved(
                api.user(),
                "Bread",
                "![IMAGE:photo:" + description.replace("]", "\\]").replace("[", "\\[") + "]");

        assertThat(illustrated(post).getString("content")).startsWith("![" + alt + "](/api/v1/images/");
    }

    @Test
    void theSamePlaceholderTwiceIsTwoImages() {
        UUID post = posts.saved(api.user(), "Bread", HERO + HERO);

        Matcher links = LINK.matcher(illustrated(post).getString("content"));
        assertThat(links.results().map(link -> link.group(2)).distinct()).hasSize(2);
    }

    @Test
    void aChartThatCannotBeDrawnLeavesTheOthers() {
        UUID post = posts.saved(api.user(), "Bread", "![CHART:bar|Bad one|A,B|1,NaN] " + HERO);

        JsonObject answer = illustrated(post);

        assertThat(answer.getBoolean("success")).isFalse();
        assertThat(answer.getString("message")).contains("NaN");
        assertThat(answer.getString("content")).startsWith("*Bad one* ![A loaf on a table](/api/v1/images/");
        assertThat(answer.getJsonArray("errors").getJsonObject(0).getString("errorCode"))
                .isEqualTo("MODEL_ANSWER_INVALID");
        assertThat(posts.content(post)).isEqualTo(answer.getString("content"));
    }

    @Test
    void noMoreThanTwentyAreDrawnAtATime() {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 23; i++) {
            content.append("![IMAGE:photo:Number ").append(i).append("] ");
        }
        UUID post = posts.saved(api.user(), "Bread", content.toString());

        assertThat(illustrated(body(post).put("content", content.toString()))
                        .getJsonArray("errors")
                        .size())
                .isEqualTo(3);
        assertThat(illustrated(body(post).put("content", content.toString())).getBoolean("success"))
                .isTrue();
    }

    @Test
    void withoutPlaceholdersThereIsNothingToDo() {
        UUID post = posts.saved(api.user(), "Bread", "Just text");

        assertThat(illustrated(post))
                .isEqualTo(new JsonObject()
                        .put("success", true)
                        .put("content", "Just text")
                        .put("blogPostId", post.toString()));
    }

    @Test
    void theColoursOfTheCallersOrganizationAreUsed() {
        UUID organization = posts.organization(api.user(), "#0a2540");
        UUID post = posts.saved(api.user(), "Growth", HERO, Optional.of(organization), "now()");
        UUID plain = posts.saved(api.user(), "Growth", HERO);

        String branded = image(illustrated(post).getString("content"), 0).body();
        assertThat(branded)
                .isNotEqualTo(image(illustrated(plain).getString("content"), 0).body());
        UUID asked = posts.saved(api.user(), "Growth", HERO);
        assertThat(image(
                                illustrated(body(asked).put("organizationId", organization.toString()))
                                        .getString("content"),
                                0)
                        .body())
                .isEqualTo(branded);
    }

    @Test
    void theColoursOfAnotherOnesOrganizationAreNot() {
        UUID foreign = posts.organization(UUID.randomUUID(), "#0a2540");
        UUID post = posts.saved(api.user(), "Growth", HERO);
        UUID plain = posts.saved(api.user(), "Growth", HERO);

        JsonObject answer = illustrated(body(post).put("organizationId", foreign.toString()));

        assertThat(image(answer.getString("content"), 0).body())
                .isEqualTo(image(illustrated(plain).getString("content"), 0).body());
    }

    @Test
    void aForeignPostIsNotFoundAndLeftAlone() {
        UUID foreign = posts.saved(UUID.randomUUID(), "Theirs", HERO);

        HttpResponse<String> answer = api.post(ILLUSTRATE, body(foreign).put("content", "Mine"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(posts.content(foreign)).isEqualTo(HERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; /blogPostId",
                "{\"blogPostId\":\"7\"}; /blogPostId",
                "{\"blogPostId\":\"5b0e6a0e-7a55-3d0b-8a0b-4e5f7f1d2c3a\",\"content\":7}; /content",
                "{\"blogPostId\":\"5b0e6a0e-7a55-3d0b-8a0b-4e5f7f1d2c3a\",\"organizationId\":\"x\"}; /organizationId"
            })
    void aWrongMemberIsNamed(String body, String path) {
        HttpResponse<String> answer = api.post(ILLUSTRATE, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo(path);
    }

    @Test
    void aSessionAloneCannotIllustrate() {
        assertThat(new Api(service.url(), "")
                        .post(ILLUSTRATE, "{}", "x-session-id", "a-visitor-of-the-page")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anImageIsPublicAndMayBeKeptForEver() {
        UUID post = posts.saved(api.user(), "Bread", HERO);

        HttpResponse<String> image = image(illustrated(post).getString("content"), 0);

        assertThat(image.headers().firstValue("content-type")).contains("image/svg+xml");
        assertThat(image.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(image.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(image.headers().firstValue("content-security-policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }

    @Test
    void anImageThatIsKnownIsNotSentAgain() {
        UUID post = posts.saved(api.user(), "Bread", HERO);
        String path = path(illustrated(post).getString("content"), 0);
        Api stranger = new Api(service.url(), "");
        String etag = stranger.get(path).headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again = stranger.get(path, "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(etag);
    }

    @Test
    void anUnknownImageIsNotFoundAndNotKept() {
        UUID unknown = UUID.randomUUID();
        HttpResponse<String> answer = api.get("/api/v1/images/" + unknown, "If-None-Match", "\"" + unknown + "\"");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("NOT_FOUND");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void aMalformedImageIdIsRefused() {
        assertThat(api.get("/api/v1/images/7").statusCode()).isEqualTo(404);
    }

    private JsonObject illustrated(UUID post) {
        return illustrated(body(post));
    }

    private JsonObject illustrated(JsonObject body) {
        HttpResponse<String> answer = api.post(ILLUSTRATE, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body().replace(service.url() + "/api/v1/images/", "/api/v1/images/"));
    }

    private static JsonObject body(UUID post) {
        return new JsonObject().put("blogPostId", post.toString());
    }

    private static HttpResponse<String> image(String content, int index) {
        HttpResponse<String> answer = new Api(service.url(), "").get(path(content, index));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static String path(String content, int index) {
        return LINK.matcher(content)
                .results()
                .skip(index)
                .findFirst()
                .orElseThrow()
                .group(2);
    }
}
