package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts as the existing browser frontend saves, lists, changes, deletes and adopts them. */
class FrontendPostsIT {
    private static final String PUBLIC = "https://pressroom.example.com/below";
    private static final String IMAGE = "/api/v1/images/0c9f6c1e-1a2b-3c4d-8e5f-6a7b8c9d0e1f";
    private static final String UNKNOWN = "5b0e6a0e-7a55-3d0b-8a0b-4e5f7f1d2c3a";

    private static Service service;
    private final Api visitor = service.session("visitor-" + UUID.randomUUID());
    private final Api ada = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service =
                Service.start(Map.of("PRESSROOM_PUBLIC_URL", PUBLIC + "/", "PRESSROOM_LIMITS_POSTS_OF_VISITOR", "100"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aVisitorSavesAPostAndFindsItInTheList() {
        JsonObject created = created(visitor, draft());

        JsonObject listed = only(visitor);
        assertThat(listed).isEqualTo(created);
        assertThat(listed.getString("content")).isEqualTo("Less is more.");
        assertThat(listed.getString("created_at")).isEqualTo(listed.getString("createdAt"));
        assertThat(listed.getString("updated_at")).isEqualTo(listed.getString("updatedAt"));
        assertThat(listed.getJsonObject("topic_data").getString("title")).isEqualTo("Succulents");
        assertThat(listed.containsKey("generation_metadata")).isTrue();
        assertThat(listed.getString("status")).isEqualTo("draft");
        assertThat(listed.getString("jobId")).isNull();
        assertThat(listed.getString("seo_hint")).isEqualTo("kept");
    }

    @Test
    void aUserSavesAPostWithoutAJob() {
        JsonObject created = created(ada, draft());

        assertThat(only(ada)).isEqualTo(created);
    }

    @Test
    void anArticleOfAJobHasTheSameMembers() {
        ada.await(ada.created(Api.order("Tomatoes")), "succeeded");

        JsonObject listed = only(ada);
        assertThat(listed.getString("content")).isNotEmpty();
        assertThat(listed.getJsonObject("generation_metadata").getString("model"))
                .isEqualTo("demo");
        assertThat(listed.getJsonObject("topic_data").getString("title")).isEqualTo("Tomatoes");
        assertThat(listed.getString("jobId")).isNotNull();
    }

    @Test
    void aChangeKeepsWhatItDoesNotName() {
        String id = created(visitor, draft()).getString("id");

        HttpResponse<String> answer = put(
                visitor,
                id,
                new JsonObject()
                        .put("content", "More is less.")
                        .put("status", "published")
                        .put("seo_hint", "new"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject post = Api.json(visitor.get("/api/v1/posts/" + id)).getJsonObject("post");
        assertThat(post).isEqualTo(Api.json(answer).getJsonObject("post"));
        assertThat(post.getString("title")).isEqualTo("Watering succulents");
        assertThat(post.getString("content")).isEqualTo("More is less.");
        assertThat(post.getString("status")).isEqualTo("published");
        assertThat(post.getString("seo_hint")).isEqualTo("new");
        assertThat(post.getJsonObject("topic_data").getString("title")).isEqualTo("Succulents");
    }

    @Test
    void aDeletedPostIsGone() {
        String id = created(visitor, draft()).getString("id");

        assertThat(delete(visitor, id).statusCode()).isEqualTo(200);

        assertThat(visitor.get("/api/v1/posts/" + id).statusCode()).isEqualTo(404);
        assertThat(delete(visitor, id).statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyElseReadsChangesOrDeletesAPost() {
        String id = created(visitor, draft()).getString("id");

        assertThat(ada.get("/api/v1/posts/" + id).statusCode()).isEqualTo(404);
        assertThat(put(ada, id, new JsonObject().put("title", "Mine")).statusCode())
                .isEqualTo(404);
        assertThat(delete(service.session("another-visitor"), id).statusCode()).isEqualTo(404);
        assertThat(visitor.get("/api/v1/posts/" + id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/posts/adopt-session", "/api/v1/users/adopt-session"})
    void adoptionMovesThePostsToTheUser(String route) {
        String id = created(visitor, draft()).getString("id");
        String session = visitor.sessionId();

        JsonObject answer = Api.json(ada.post(route, new JsonObject().put("session_id", session)));

        assertThat(answer.getJsonObject("adopted").getInteger("posts")).isEqualTo(1);
        assertThat(only(ada).getString("id")).isEqualTo(id);
        assertThat(visitor.get("/api/v1/posts/" + id).statusCode()).isEqualTo(404);
        assertThat(Api.json(visitor.get("/api/v1/posts")).getJsonArray("posts")).isEmpty();
    }

    @Test
    void whatAUserHasAdoptedStaysWithTheUser() {
        String id = created(visitor, draft()).getString("id");
        ada.post("/api/v1/posts/adopt-session", new JsonObject().put("session_id", visitor.sessionId()));

        service.api(UUID.randomUUID())
                .post("/api/v1/posts/adopt-session", new JsonObject().put("session_id", visitor.sessionId()));

        assertThat(ada.get("/api/v1/posts/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void imagesAreAbsoluteInAnswersAndRelativeWhenStored() {
        JsonObject created =
                created(ada, draft().put("content", "![a](" + IMAGE + ")").put("cover", IMAGE));
        String absolute = "![a](" + PUBLIC + IMAGE + ")";
        assertThat(created.getString("content")).isEqualTo(absolute);
        assertThat(created.getString("cover")).isEqualTo(PUBLIC + IMAGE);

        put(ada, created.getString("id"), new JsonObject().put("content", absolute + " and more"));

        assertThat(only(ada).getString("content")).isEqualTo(absolute + " and more");
        assertThat(Sql.text(
                        service.databaseUrl(),
                        "select content from posts where id = '" + created.getString("id") + "'"))
                .isEqualTo("![a](" + IMAGE + ") and more");
    }

    @Test
    void theHostHeaderHasNoSayInUrls() {
        created(ada, draft().put("content", "![a](" + IMAGE + ")"));

        HttpResponse<String> answer = ada.get("/api/v1/posts", "X-Forwarded-Host", "evil.example");

        assertThat(answer.body()).contains("(" + PUBLIC + IMAGE + ")").doesNotContain("evil");
    }

    @Test
    void textIsCleaned() {
        JsonObject created = created(
                visitor,
                draft().put("title", "A\u0000 \u202Etitle\n")
                        .put("content", "a\u0007b\nc")
                        .put("seo_hint", "x\u0000y"));

        assertThat(created.getString("title")).isEqualTo("A title");
        assertThat(created.getString("content")).isEqualTo("ab\nc");
        assertThat(created.getString("seo_hint")).isEqualTo("xy");
    }

    @Test
    void pagesEndWhereTheyGrowTooLarge() {
        String megabyte = "x".repeat(900_000);
        for (int i = 0; i < 6; i++) {
            created(ada, draft().put("content", megabyte));
        }

        JsonObject page = Api.json(ada.get("/api/v1/posts"));

        assertThat(page.getJsonArray("posts")).hasSize(4);
        JsonObject rest = Api.json(ada.get("/api/v1/posts?cursor=" + page.getString("nextCursor")));
        assertThat(rest.getJsonArray("posts")).hasSize(2);
        assertThat(rest.getString("nextCursor")).isNull();
    }

    @Test
    void membersOfAPostDoNotGrowWithoutABound() {
        String id = created(ada, draft().put("a", "x".repeat(700_000))).getString("id");

        assertError(put(ada, id, new JsonObject().put("b", "x".repeat(700_000))), 400, "VALIDATION_FAILED");
    }

    @Test
    void visitorsOfOneNetworkCannotFillTheTable() {
        HttpResponse<String> answer = null;
        for (int i = 0; i < 101; i++) {
            answer = service.session("visitor-number-" + i).post("/api/v1/posts", draft());
        }

        assertError(answer, 409, "TOO_MANY_POSTS");
        assertThat(Sql.number(service.databaseUrl(), "select count(*) from posts where visitor is not null"))
                .isEqualTo(100);
        Sql.number(
                service.databaseUrl(),
                "with gone as (delete from posts where visitor is not null returning 1) select count(*) from gone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"content":"x"}                                    | /title
            {"title":" ","content":"x"}                        | /title
            {"title":"a"}                                      | /content
            {"title":"a","content":"x","status":"gone"}        | /status
            {"title":"a","content":7}                          | /content
            {"title":"a","content":"x","organizationId":"7"}   | /organizationId
            """)
    void aWrongPostIsRefused(String body, String path) {
        HttpResponse<String> answer = visitor.post("/api/v1/posts", body);

        assertError(answer, 400, "VALIDATION_FAILED");
        assertThat(answer.body()).contains("\"path\":\"" + path + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/posts/7",
        "PUT,/api/v1/posts/7",
        "DELETE,/api/v1/posts/7",
        "GET,/api/v1/posts/" + UNKNOWN,
        "PUT,/api/v1/posts/" + UNKNOWN,
        "DELETE,/api/v1/posts/" + UNKNOWN,
        "GET,/api/v1/jobs/not-a-uuid/status",
        "POST,/api/v1/jobs/not-a-uuid/retry",
        "POST,/api/v1/jobs/not-a-uuid/cancel",
        "GET,/api/v1/jobs/not-a-uuid/stream",
        "GET,/api/v1/jobs/not-a-uuid/narrative-stream",
        "POST,/api/v1/jobs/not-a-uuid/stream-ticket"
    })
    void anIdThatNamesNothingIsNotFoundOnceItIsKnownWhoAsks(String method, String path) {
        String body = method.equals("PUT") || method.equals("POST") ? "{}" : "";

        assertError(visitor.send(method, path, "application/json", body), 404, "NOT_FOUND");
        assertThat(new Api(service.url(), "")
                        .send(method, path, "application/json", body)
                        .statusCode())
                .isEqualTo(401);
    }

    private static JsonObject draft() {
        return new JsonObject()
                .put("title", "Watering succulents")
                .put("content", "Less is more.")
                .put("topic_data", new JsonObject().put("title", "Succulents"))
                .put("seo_hint", "kept");
    }

    private static JsonObject created(Api api, JsonObject post) {
        HttpResponse<String> answer = api.post("/api/v1/posts", post);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(Api.json(answer).getBoolean("success")).isTrue();
        return Api.json(answer).getJsonObject("post");
    }

    private static JsonObject only(Api api) {
        JsonObject page = Api.json(api.get("/api/v1/posts"));
        assertThat(page.getJsonArray("posts")).hasSize(1);
        return page.getJsonArray("posts").getJsonObject(0);
    }

    private static HttpResponse<String> put(Api api, String id, JsonObject change) {
        return api.send("PUT", "/api/v1/posts/" + id, "application/json", change.encode());
    }

    private static HttpResponse<String> delete(Api api, String id) {
        return api.send("DELETE", "/api/v1/posts/" + id, "application/json", "");
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo(code);
    }
}
