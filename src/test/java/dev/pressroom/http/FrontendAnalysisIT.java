package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Website analyses as the existing browser frontend runs them, for visitors who register later. */
class FrontendAnalysisIT {
    private static final String PUBLIC = "https://pressroom.example.com";
    private static final String UNKNOWN = "5b0e6a0e-7a55-3d0b-8a0b-4e5f7f1d2c3a";

    private static Service service;
    private static WebSite site;
    private final Api visitor = service.session("visitor-" + UUID.randomUUID());
    private final Api ada = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        site = WebSite.open();
        service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true", "PRESSROOM_PUBLIC_URL", PUBLIC));
    }

    @AfterAll
    static void stop() {
        service.close();
        site.close();
    }

    @Test
    void theSessionOfTheBodyWatchesAndAdoptsWhatThatOfTheHeaderHasMade() {
        Api other = service.session("visitor-" + UUID.randomUUID());
        HttpResponse<String> created = visitor.post(
                "/api/v1/jobs/website-analysis",
                new JsonObject().put("url", site.garden()).put("sessionId", other.sessionId()));
        UUID job = UUID.fromString(Api.json(created).getString("jobId"));

        Sse stream = new Api(service.url(), "")
                .stream(job, "x-session-id", other.sessionId()).awaitEnd();
        assertThat(stream.events()).extracting(Sse.Event::name).contains("complete");
        assertThat(other.cancel(job).statusCode()).isEqualTo(409);

        JsonObject adopted = Api.json(
                ada.post("/api/v1/users/adopt-session", new JsonObject().put("session_id", other.sessionId())));
        assertThat(adopted.getJsonObject("adopted").getInteger("jobs")).isEqualTo(1);
        assertThat(ada.status(job).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void whatAVisitorHasAnalysedIsTheUsersAfterAdoptionAndWhenItIsRepeated() {
        analysed(visitor);

        JsonObject first = Api.json(adopt());
        JsonObject again = Api.json(adopt());

        assertThat(first.getJsonObject("adopted").getInteger("jobs")).isEqualTo(1);
        assertThat(again.getJsonObject("adopted").getInteger("jobs")).isZero();
        assertThat(first.getJsonObject("analysis").getString("websiteUrl")).isEqualTo(site.garden());
        assertThat(again.getJsonObject("analysis")).isEqualTo(first.getJsonObject("analysis"));
        assertThat(recent(ada)).isEqualTo(first.getJsonObject("analysis"));
    }

    @Test
    void aUserWithoutAnAnalysisGetsNoError() {
        HttpResponse<String> answer = ada.get("/api/v1/user/recent-analysis");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer))
                .isEqualTo(new JsonObject().put("success", false).putNull("analysis"));
    }

    @Test
    void theRecentAnalysisIsTheOneThatTheJobGave() {
        JsonObject analysis = analysed(ada).getJsonObject("analysis");

        JsonObject recent = recent(ada);

        assertThat(recent.getString("businessName")).isEqualTo(analysis.getString("businessName"));
        assertThat(recent.getString("organizationId")).isEqualTo(analysis.getString("organizationId"));
        assertThat(recent.getJsonArray("scenarios")).isEqualTo(analysis.getJsonArray("scenarios"));
    }

    @Test
    void contentIdeasAreTextsWithDetailsBesideThem() {
        JsonObject analysis = analysed(ada).getJsonObject("analysis");

        assertThat(analysis.getJsonArray("contentIdeas")).isNotEmpty().allMatch(String.class::isInstance);
        assertThat(analysis.getJsonArray("contentIdeaDetails").getJsonObject(0).getString("title"))
                .isEqualTo(analysis.getJsonArray("contentIdeas").getString(0));
    }

    @Test
    void allThreeBrandColorsAreThere() {
        JsonObject colors = analysed(ada).getJsonObject("analysis").getJsonObject("brandColors");

        assertThat(colors.fieldNames()).containsExactlyInAnyOrder("primary", "secondary", "accent");
        assertThat(colors.getMap().values()).allMatch(color -> ((String) color).matches("#[0-9a-f]{6}"));
    }

    @Test
    void picturesAreAbsoluteInEveryAnswerAndEvent() {
        UUID job = visitor.analysing(site.garden());
        Sse stream = visitor.stream(job).awaitEnd();
        String result = visitor.status(job).encode();

        assertThat(result).contains("\"" + PUBLIC + "/api/v1/images/");
        assertThat(result).doesNotContain("\"/api/v1/images/");
        for (Sse.Event event : stream.events()) {
            assertThat(event.data()).as(event.name()).doesNotContain("\"/api/v1/images/");
        }
        assertThat(stream.events().stream()
                        .filter(event -> event.data().contains("\"" + PUBLIC + "/api/v1/images/"))
                        .map(Sse.Event::name))
                .contains("scenario-image-complete", "scenarios-result", "complete");
    }

    @Test
    void theCallsToActionOfTheSiteAreServed() {
        JsonObject result = analysed(visitor);

        JsonObject ctas = Api.json(visitor.get(ctas(result)));

        assertThat(ctas.getJsonArray("ctas")).isEqualTo(result.getJsonArray("ctas"));
        assertThat(ctas.getInteger("count")).isEqualTo(result.getInteger("ctaCount"));
        assertThat(ctas.getBoolean("has_sufficient_ctas")).isEqualTo(result.getBoolean("hasSufficientCTAs"));
    }

    @Test
    void callsToActionByHandStandBesideThoseOfTheSiteAndStayWhenItIsAnalysedAgain() {
        JsonObject result = analysed(visitor);
        int before = result.getInteger("ctaCount");

        HttpResponse<String> answer = visitor.post(ctas(result) + "/manual", demo("Book a demo"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(Api.json(answer).getInteger("ctas_added")).isEqualTo(1);
        analysed(visitor);
        JsonObject ctas = Api.json(visitor.get(ctas(result)));
        assertThat(ctas.getInteger("count")).isEqualTo(before + 1);
        assertThat(ctas.getJsonArray("ctas").getJsonObject(before).getString("text"))
                .isEqualTo("Book a demo");
    }

    @Test
    void theSameCallToActionTwiceIsOneAndAtMostTwentyAreKept() {
        JsonObject result = analysed(visitor);
        for (int i = 0; i < 25; i++) {
            visitor.post(ctas(result) + "/manual", demo("Demo " + i));
            visitor.post(ctas(result) + "/manual", demo("Demo " + i));
        }

        JsonArray ctas = Api.json(visitor.get(ctas(result))).getJsonArray("ctas");

        assertThat(ctas.size()).isEqualTo(result.getInteger("ctaCount") + 20);
        assertThat(ctas.getJsonObject(ctas.size() - 1).getString("text")).isEqualTo("Demo 24");
    }

    @Test
    void callsToActionByHandGoWithTheOrganizationToTheUser() {
        JsonObject result = analysed(visitor);
        visitor.post(ctas(result) + "/manual", demo("Book a demo"));

        adopt();

        assertThat(ada.get(ctas(result)).body()).contains("Book a demo");
        assertThat(visitor.get(ctas(result)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/organizations/7/ctas", "GET,/api/v1/organizations/" + UNKNOWN + "/ctas",
        "POST,/api/v1/organizations/7/ctas/manual", "POST,/api/v1/organizations/" + UNKNOWN + "/ctas/manual"
    })
    void anOrganizationOfNobodyIsNotFoundOnceItIsKnownWhoAsks(String method, String path) {
        String body = method.equals("POST") ? demo("a").encode() : "";

        assertThat(visitor.send(method, path, "application/json", body).statusCode())
                .isEqualTo(404);
        assertThat(new Api(service.url(), "")
                        .send(method, path, "application/json", body)
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                   | /ctas
            {"ctas":[]}                                          | /ctas
            {"ctas":[{"text":"a"}]}                              | /ctas/0/href
            {"ctas":[{"text":"a","href":"javascript:alert(1)"}]} | /ctas/0/href
            """)
    void wrongCallsToActionAreRefused(String body, String path) {
        HttpResponse<String> answer = visitor.post("/api/v1/organizations/" + UNKNOWN + "/ctas/manual", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"path\":\"" + path + "\"");
    }

    private JsonObject analysed(Api api) {
        return api.await(api.analysing(site.garden()), "succeeded").getJsonObject("result");
    }

    private HttpResponse<String> adopt() {
        return ada.post("/api/v1/analysis/adopt-session", new JsonObject().put("session_id", visitor.sessionId()));
    }

    private static JsonObject recent(Api api) {
        JsonObject answer = Api.json(api.get("/api/v1/user/recent-analysis"));
        assertThat(answer.getBoolean("success")).isTrue();
        return answer.getJsonObject("analysis");
    }

    private static String ctas(JsonObject result) {
        return "/api/v1/organizations/" + result.getString("organizationId") + "/ctas";
    }

    private static JsonObject demo(String text) {
        return new JsonObject()
                .put(
                        "ctas",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("text", text)
                                        .put("href", "https://example.com/demo")
                                        .put("type", "demo")
                                        .put("placement", "end-of-post")));
    }
}
