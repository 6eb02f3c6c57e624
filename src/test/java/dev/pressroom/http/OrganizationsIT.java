package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Organizations: list, edits and deletion. */
class OrganizationsIT {
    private static final Vertx vertx = Vertx.vertx();
    private static FakeOpenAi model;
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());
    private final UUID id = new Posts(service.databaseUrl()).organization(api.user(), "#123456");

    @BeforeAll
    static void start() {
        model = FakeOpenAi.start(vertx).await();
        service = Service.start(Map.of(
                "OPENAI_BASE_URL", model.baseUrl().toString(), "OPENAI_API_KEY", "k", "OPENAI_MODEL", "fake-model"));
    }

    @AfterAll
    static void stop() {
        service.close();
        vertx.close().await();
    }

    @Test
    void theNextArticleIsToldTheEdits() {
        assertThat(patch(new JsonObject()
                                .put("name", "Zebra Gardens")
                                .put("voice", "like a pirate captain")
                                .put("audience", "retired beekeepers")
                                .put("ctas", ctas("Ring the bell")))
                        .statusCode())
                .isEqualTo(200);

        JsonObject order = Api.order("Tomatoes").put("organizationId", id.toString());
        order.remove("ctas");
        api.await(api.created(order), "succeeded");

        String prompts = model.requests().toString();
        assertThat(prompts).contains("Zebra Gardens", "like a pirate captain", "retired beekeepers", "Ring the bell");
    }

    @Test
    void aNewAnalysisLeavesTheEdits() {
        patch(new JsonObject().put("name", "Edited").put("voice", "calm"));

        // What LeaseStore.succeed writes.
        Servers.execute(
                service.databaseUrl(),
                "update owned_organizations set name = 'Found', context = '{\"businessName\":\"Found\",\"brandVoice\":\"loud\","
                        + "\"targetAudience\":\"all\"}' where id = '" + id + "'");

        JsonObject now = organization();
        assertThat(now.getString("name")).isEqualTo("Edited");
        assertThat(now.getString("voice")).isEqualTo("calm");
        assertThat(now.getString("audience")).isEqualTo("all");
        assertThat(now.getJsonArray("edited")).containsExactly("name", "voice");
    }

    @Test
    void nullReturnsToWhatTheAnalysisFound() {
        Servers.execute(
                service.databaseUrl(),
                "update owned_organizations set context = '{\"brandVoice\":\"loud\"}' where id = '" + id + "'");
        patch(new JsonObject().put("voice", "calm"));

        patch(new JsonObject("{\"voice\":null}"));

        assertThat(organization().getString("voice")).isEqualTo("loud");
    }

    @Test
    void callsToActionReplaceThoseAddedBefore() {
        api.post("/api/v1/organizations/" + id + "/ctas/manual", new JsonObject().put("ctas", ctas("Old")));
        patch(new JsonObject().put("ctas", ctas("New")));

        assertThat(organization().getJsonArray("ctas").encode()).contains("New").doesNotContain("Old");
    }

    @Test
    void anEditOfAnOldVersionIsRefused() {
        String etag = get().headers().firstValue("etag").orElseThrow();
        assertThat(patch(new JsonObject().put("name", "First"), "If-Match", etag)
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> late = patch(new JsonObject().put("name", "Second"), "If-Match", etag);

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(Api.json(late).getString("errorCode")).isEqualTo("PRECONDITION_FAILED");
        assertThat(organization().getString("name")).isEqualTo("First");
    }

    @Test
    void everythingOfOthersIs404() {
        Api other = service.api(UUID.randomUUID());
        String path = "/api/v1/organizations/" + id;

        assertThat(other.get(path).statusCode()).isEqualTo(404);
        assertThat(other.send("PATCH", path, "application/json", "{\"name\":\"a\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.send("DELETE", path, "application/json", "").statusCode())
                .isEqualTo(404);
        assertThat(Api.json(other.get("/api/v1/organizations")).getJsonArray("organizations"))
                .isEmpty();
    }

    @Test
    void pagesHaveEveryOrganizationOnce() {
        List<String> made = new ArrayList<>(List.of(id.toString()));
        for (int i = 0; i < 4; i++) {
            made.add(new Posts(service.databaseUrl())
                    .organization(api.user(), "#123456")
                    .toString());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = Api.json(api.get("/api/v1/organizations?limit=2" + cursor));
            page.getJsonArray("organizations").forEach(one -> seen.add(((JsonObject) one).getString("id")));
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void aDeletedOrganizationIsGoneAndItsIdMayBeNamedAgain() {
        assertThat(delete(api, id).statusCode()).isEqualTo(204);
        assertThat(get().statusCode()).isEqualTo(404);

        UUID job = api.created(Api.order("Again").put("organizationId", id.toString()));

        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
    }

    @Test
    void membersEditTheSharedOrganizationAndOnlyAnAdministratorDeletesIt() {
        UUID shared = UUID.randomUUID();
        Api member = carrying(shared, "user");
        Servers.execute(
                service.databaseUrl(),
                "insert into owned_organizations (owner, id, name) values ('organization:" + shared + "', '" + shared
                        + "', 'Shared')");

        assertThat(member.send("PATCH", "/api/v1/organizations/" + shared, "application/json", "{\"voice\":\"calm\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(Api.json(member.get("/api/v1/organizations")).encode()).contains("calm");
        assertThat(delete(member, shared).statusCode()).isEqualTo(403);
        assertThat(delete(carrying(shared, "admin"), shared).statusCode()).isEqualTo(204);
    }

    @Test
    void badEditsAreRefusedAndNothingIsStored() {
        for (String body : List.of(
                "{}",
                "[]",
                "{\"name\":7}",
                "{\"name\":\"" + "a".repeat(301) + "\"}",
                "{\"voice\":\"" + "a".repeat(2001) + "\"}",
                "{\"ctas\":[{\"text\":\"a\",\"href\":\"javascript:alert(1)\"}]}",
                "{\"ctas\":"
                        + new JsonArray(java.util.Collections.nCopies(
                                        21, ctas("a").getValue(0)))
                                .encode() + "}")) {
            assertThat(api.send("PATCH", "/api/v1/organizations/" + id, "application/json", body)
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(Sql.text(
                        service.databaseUrl(), "select edits::text from owned_organizations where id = '" + id + "'"))
                .isEqualTo("{}");
    }

    @Test
    void unpairedSurrogatesAreRemoved() {
        assertThat(api.send(
                                "PATCH",
                                "/api/v1/organizations/" + id,
                                "application/json",
                                "{\"name\":\"a\\ud800b\\u0000\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(organization().getString("name")).isEqualTo("ab");
    }

    private static Api carrying(UUID organization, String role) {
        return new Api(
                service.url(),
                Jwts.hs256(
                        Service.SECRET.getBytes(StandardCharsets.UTF_8),
                        new JsonObject()
                                .put("sub", UUID.randomUUID().toString())
                                .put("organizationId", organization.toString())
                                .put("role", role)
                                .put("exp", Instant.now().getEpochSecond() + 3600)));
    }

    private static JsonArray ctas(String text) {
        return new JsonArray().add(new JsonObject().put("text", text).put("href", "https://example.com/bell"));
    }

    private static HttpResponse<String> delete(Api by, UUID organization) {
        return by.send("DELETE", "/api/v1/organizations/" + organization, "application/json", "");
    }

    private HttpResponse<String> patch(JsonObject change, String... headers) {
        return api.send("PATCH", "/api/v1/organizations/" + id, "application/json", change.encode(), headers);
    }

    private HttpResponse<String> get() {
        return api.get("/api/v1/organizations/" + id);
    }

    private JsonObject organization() {
        return Api.json(get()).getJsonObject("organization");
    }
}
