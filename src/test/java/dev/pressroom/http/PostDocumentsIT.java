package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Race;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posts as documents, and edits with If-Match. */
class PostDocumentsIT {
    private static final String IMAGE = "/api/v1/images/0c9f6c1e-1a2b-3c4d-8e5f-6a7b8c9d0e1f";
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void htmlIsAWholeDocument() {
        Document page = html(created("Watering & <b>more</b>", "Text with ![alt](" + IMAGE + ")"));

        assertThat(page.title()).isEqualTo("Watering & <b>more</b>");
        assertThat(page.selectFirst("h1").text()).isEqualTo("Watering & <b>more</b>");
        assertThat(page.selectFirst("meta[name=description]").attr("content"))
                .isEqualTo("\"><script>alert(1)</script>");
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(page.selectFirst("img").attr("src")).isEqualTo(service.url() + IMAGE);
        assertThat(page.select("script, b")).isEmpty();
    }

    @Test
    void markdownHasFrontMatterHeadingAndAbsoluteImages() {
        String text = document(created("A \"title\"", "Text with ![alt](" + IMAGE + ")"), "markdown")
                .body();

        assertThat(text)
                .startsWith("---\ntitle: \"A \\\"title\\\"\"\ndescription: ")
                .contains("\n---\n\n# A \"title\"\n\nText with ![alt](" + service.url() + IMAGE + ")");
    }

    @Test
    void placeholdersOfImagesAreLeftOut() {
        String post = created("T", "One ![IMAGE:hero_image:a cat] two ![CHART:bar|a|b|1]");

        assertThat(document(post, "markdown").body()).doesNotContain("IMAGE", "CHART");
        assertThat(document(post, "html").body()).doesNotContain("IMAGE", "CHART");
    }

    @Test
    void documentsAreFilesThatRunNothing() {
        HttpResponse<String> answer = document(created("Über den Garten", "Text"), "html");

        assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"ber-den-garten.html\"");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "sandbox");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | text/html",
                "text/markdown | text/markdown",
                "application/json, text/plain, */* | application/json",
                "text/html;q=0.5, text/markdown;q=0.9 | text/markdown",
                "text/html;q=0, */* | application/json",
                "text/* | text/markdown",
                "application/xml | application/json",
                "text/html;q=abc | text/html",
                "*/*;q=0.1, text/html;q=0.2 | text/html"
            })
    void theFormatFollowsAccept(String accept, String type) {
        HttpResponse<String> answer = api.get("/api/v1/posts/" + created("T", "Text"), "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(type);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThat(document(created("T", "Text"), "pdf").statusCode()).isEqualTo(400);
    }

    @Test
    void theClientThatHasTheVersionGets304() {
        String post = created("T", "Text");
        String etag = api.get("/api/v1/posts/" + post + "?format=html")
                .headers()
                .firstValue("etag")
                .orElseThrow();

        assertThat(api.get("/api/v1/posts/" + post + "?format=html", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(api.get("/api/v1/posts/" + post, "If-None-Match", etag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLargeHostilePostIsAnswered() {
        String post = created("T", "<".repeat(900_000));

        assertThat(document(post, "html").statusCode()).isEqualTo(200);
        assertThat(document(post, "markdown").statusCode()).isEqualTo(200);
    }

    @Test
    void anEditOfAnOldVersionIsRefused() {
        String post = created("T", "Text");
        String etag =
                api.get("/api/v1/posts/" + post).headers().firstValue("etag").orElseThrow();

        HttpResponse<String> first = patch(post, "{\"title\":\"First\"}", etag);
        HttpResponse<String> late = patch(post, "{\"title\":\"Late\"}", etag);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(patch(
                                post,
                                "{\"title\":\"Next\"}",
                                first.headers().firstValue("etag").orElseThrow())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ofEditsOfOneVersionAtOnceOneSucceeds() {
        String post = created("T", "Text");
        String etag =
                api.get("/api/v1/posts/" + post).headers().firstValue("etag").orElseThrow();

        List<Integer> answers = Race.of(
                6, i -> patch(post, "{\"content\":\"Edit " + i + "\"}", etag).statusCode());

        assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"nonsense\"', 412",
        "'', 412",
        "'*', 200",
        "'\"zzzzzzzzzzzzzzzzzzzz\"', 412",
        "'abc', 412",
        "'\"-1\"', 412"
    })
    void malformedTagsMatchNothing(String tag, int status) {
        assertThat(patch(created("T", "Text"), "{\"status\":\"published\"}", tag)
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aDeletionOfAnOldVersionIsRefused() {
        String post = created("T", "Text");

        assertThat(api.send("DELETE", "/api/v1/posts/" + post, "application/json", "", "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(api.send("DELETE", "/api/v1/posts/" + post, "application/json", "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anEmptyEditIsRefused() {
        assertThat(patch(created("T", "Text"), "{}", "*").statusCode()).isEqualTo(400);
    }

    @Test
    void theImagesOfADatabasePostAreAbsoluteInItsJsonToo() {
        UUID post = new Posts(service.databaseUrl()).saved(api.user(), "T", "![a](" + IMAGE + ")");

        assertThat(api.get("/api/v1/posts/" + post).body()).contains(service.url() + IMAGE);
    }

    private String created(String title, String content) {
        HttpResponse<String> answer = api.post(
                "/api/v1/posts",
                new JsonObject()
                        .put("title", title)
                        .put("content", content)
                        .put("language", "de")
                        .put("metaDescription", "\"><script>alert(1)</script>"));
        assertThat(answer.statusCode()).isEqualTo(201);
        return Api.json(answer).getJsonObject("post").getString("id");
    }

    private Document html(String post) {
        return Jsoup.parse(document(post, "html").body());
    }

    private HttpResponse<String> document(String post, String format) {
        return api.get("/api/v1/posts/" + post + "?format=" + format);
    }

    private HttpResponse<String> patch(String post, String body, String tag) {
        return api.send("PATCH", "/api/v1/posts/" + post, "application/json", body, "If-Match", tag);
    }
}
