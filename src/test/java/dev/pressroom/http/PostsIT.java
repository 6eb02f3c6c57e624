package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing and reading saved posts. */
class PostsIT {
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
    void theArticleOfAJobIsListedAndRead() {
        UUID job = api.created(Api.order("Tomatoes"));
        JsonObject saved = api.await(job, "succeeded").getJsonObject("result").getJsonObject("savedPost");

        JsonObject listed = list("").getJsonArray("posts").getJsonObject(0);
        assertThat(listed.getString("id")).isEqualTo(saved.getString("id"));
        assertThat(listed.getString("jobId")).isEqualTo(job.toString());
        assertThat(listed.getString("content")).isEqualTo(saved.getString("content"));
        JsonObject post =
                Api.json(api.get("/api/v1/posts/" + saved.getString("id"))).getJsonObject("post");
        assertThat(post.getString("content")).isEqualTo(saved.getString("content"));
        assertThat(post.getJsonArray("tags")).isNotEmpty();
        assertThat(post.getString("status")).isEqualTo("draft");
    }

    @Test
    void pagesGiveEveryPostOnceNewestFirst() {
        List<UUID> made = IntStream.range(0, 7)
                .mapToObj(i -> posts.saved(
                        api.user(), "Post " + i, "x", Optional.empty(), "now() + interval '" + i / 2 + " s'"))
                .toList();

        List<String> titles = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = list("?limit=2" + cursor);
            page.getJsonArray("posts").forEach(post -> {
                titles.add(((JsonObject) post).getString("createdAt"));
                ids.add(((JsonObject) post).getString("id"));
            });
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        } while (cursor != null);
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(UUID::toString).toList());
        assertThat(titles).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void postsOfTheSameMomentAreNotLostBetweenPages() {
        IntStream.range(0, 4)
                .forEach(i -> posts.saved(api.user(), "P", "x", Optional.empty(), "'2026-02-02T12:00:00.123456Z'"));

        JsonObject first = list("?limit=3");
        JsonObject second = list("?limit=3&cursor=" + first.getString("nextCursor"));
        assertThat(second.getJsonArray("posts").size()).isEqualTo(1);
        assertThat(second.getString("nextCursor")).isNull();
    }

    @Test
    void whoHasNoneGetsAnEmptyPage() {
        assertThat(list(""))
                .isEqualTo(new JsonObject()
                        .put("success", true)
                        .put("posts", new JsonArray())
                        .putNull("nextCursor"));
    }

    @Test
    void theRestOfWhatIsKnownIsAMemberOfThePost() {
        UUID post = posts.saved(api.user(), "Bread", "Text");

        JsonObject read = Api.json(api.get("/api/v1/posts/" + post)).getJsonObject("post");
        assertThat(read.getString("subtitle")).isEqualTo("Below it");
        assertThat(read.getString("content")).isEqualTo("Text");
    }

    @Test
    void aForeignPostLooksLikeAnUnknownOne() {
        UUID foreign = posts.saved(UUID.randomUUID(), "Theirs", "Secret");

        JsonObject theirs = Api.json(api.get("/api/v1/posts/" + foreign));
        JsonObject unknown = Api.json(api.get("/api/v1/posts/" + UUID.randomUUID()));
        theirs.remove("requestId");
        unknown.remove("requestId");
        assertThat(theirs).isEqualTo(unknown);
        assertThat(theirs.getString("errorCode")).isEqualTo("NOT_FOUND");
        assertThat(list("").getJsonArray("posts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "cursor=x",
                "cursor=bm90LWEtY3Vyc29yLWF0LWFsbA",
                "cursor=a%27b"
            })
    void aWrongParameterIsRefused(String query) {
        assertError(api.get("/api/v1/posts?" + query), 400, "VALIDATION_FAILED");
    }

    @Test
    void aMalformedIdNamesNoPost() {
        assertError(api.get("/api/v1/posts/7"), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/posts", "/api/v1/posts/5b0e6a0e-7a55-3d0b-8a0b-4e5f7f1d2c3a", "/api/v1/posts/7"})
    void nobodyHasNoPosts(String path) {
        assertError(new Api(service.url(), "").get(path), 401, "UNAUTHENTICATED");
    }

    private JsonObject list(String query) {
        HttpResponse<String> answer = api.get("/api/v1/posts" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo(code);
    }
}
