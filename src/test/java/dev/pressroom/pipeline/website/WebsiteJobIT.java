package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole website analyses with the demo model, of pages on loopback. */
class WebsiteJobIT {
    private static Service service;
    private static WebSite site;

    private final Api api = service.api(UUID.randomUUID());
    private final Api visitor = service.session("visitor-" + UUID.randomUUID());

    @BeforeAll
    static void start() {
        site = WebSite.open();
        service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true", "PRESSROOM_DEMO_PACE_MS", "2"));
    }

    @AfterEach
    void holdNothing() {
        site.holdUntil(Future.succeededFuture());
    }

    @AfterAll
    static void stop() {
        service.close();
        site.close();
    }

    @Test
    void everyEventOfTheContractComesInItsOrder() {
        Sse stream = api.stream(api.analysing(site.garden())).awaitEnd();

        assertThat(stream.events().stream()
                        .filter(event -> event.id().isPresent())
                        .map(Sse.Event::name))
                .containsExactly(
                        "step-change",
                        "scrape-phase",
                        "scrape-phase",
                        "scrape-phase",
                        "scrape-phase",
                        "scrape-phase",
                        "scrape-phase",
                        "scrape-result",
                        "analysis-result",
                        "audience-complete",
                        "audience-complete",
                        "audience-complete",
                        "audience-complete",
                        "audiences-result",
                        "pitch-complete",
                        "pitch-complete",
                        "pitch-complete",
                        "pitch-complete",
                        "pitches-result",
                        "scenario-image-complete",
                        "scenario-image-complete",
                        "scenario-image-complete",
                        "scenario-image-complete",
                        "scenarios-result",
                        "complete");
        assertThat(stream.events("scrape-phase").stream()
                        .map(event -> event.json().getString("phase")))
                .containsExactly("start", "validate", "fetch", "parse-html", "extract", "ctas");
        assertThat(stream.ids()).isSorted().doesNotHaveDuplicates().hasSize(25);
    }

    @Test
    void theResultOfAUserHasEveryMember() {
        JsonObject result = analysed(api, site.garden());

        assertComplete(result);
    }

    @Test
    void theResultOfASessionHasEveryMember() {
        JsonObject result = analysed(visitor, site.garden());

        assertComplete(result);
    }

    @Test
    void aSessionMayNameItselfInTheBody() {
        String session = "visitor-" + UUID.randomUUID();
        Api nobody = new Api(service.url(), "");
        HttpResponse<String> answer = nobody.post(
                "/api/v1/jobs/website-analysis",
                new JsonObject().put("url", site.garden()).put("sessionId", session));

        assertThat(answer.statusCode()).isEqualTo(201);
        UUID job = UUID.fromString(Api.json(answer).getString("jobId"));
        assertThat(answer.headers().firstValue("location")).contains("/api/v1/jobs/" + job + "/status");
        assertThat(service.session(session).await(job, "succeeded").getString("type"))
                .isEqualTo("website_analysis");
        assertThat(nobody.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsOnThePageIsReadAndNotInvented() {
        JsonObject result = analysed(api, site.garden());

        assertThat(result.getJsonObject("metadata").getString("title"))
                .isEqualTo("Green Leaf Garden Centre | Plants for every balcony");
        assertThat(result.getJsonObject("metadata").getJsonArray("headings").stream()
                        .map(heading -> ((JsonObject) heading).getString("text")))
                .contains("Plants that thrive on your balcony", "Workshops");
        assertThat(result.getJsonArray("ctas").stream().map(cta -> ((JsonObject) cta).getString("text")))
                .contains("Book a visit", "Subscribe to our newsletter");
        assertThat(result.getInteger("ctaCount"))
                .isEqualTo(result.getJsonArray("ctas").size());
        assertThat(result.getBoolean("hasSufficientCTAs")).isTrue();
        assertThat(result.getJsonObject("analysis").getJsonObject("brandColors").getString("primary"))
                .isEqualTo("#2e7d32");
    }

    @Test
    void twoDifferentPagesGiveVisiblyDifferentAnalyses() {
        JsonObject garden = analysed(api, site.garden()).getJsonObject("analysis");
        JsonObject software = analysed(api, site.software()).getJsonObject("analysis");

        for (String member : List.of("businessName", "description", "contentFocus", "keywords")) {
            assertThat(garden.getValue(member).toString())
                    .as(member)
                    .isNotEqualTo(software.getValue(member).toString());
        }
        assertThat(garden.getString("businessName")).contains("Green Leaf");
        assertThat(software.getString("businessName")).contains("Ledgerly");
        assertThat(audiences(garden)).doesNotContainAnyElementsOf(audiences(software));
    }

    @Test
    void theAudiencesOfASiteDiffer() {
        assertThat(audiences(analysed(api, site.garden()).getJsonObject("analysis")))
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyScenarioHasAPictureThatIsServed() {
        JsonArray scenarios = analysed(visitor, site.garden()).getJsonArray("scenarios");

        for (Object scenario : scenarios) {
            HttpResponse<String> image = visitor.get(((JsonObject) scenario).getString("imageUrl"));
            assertThat(image.statusCode()).isEqualTo(200);
            assertThat(image.body()).contains("<svg");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "ftp://example.com/", "javascript:alert(1)", "http://", "http://a b/"})
    void whatIsNoWebAddressIsRefused(String url) {
        HttpResponse<String> answer = api.post("/api/v1/jobs/website-analysis", new JsonObject().put("url", url));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        assertThat(Api.json(answer).getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo("/url");
    }

    @Test
    void withoutUserAndSessionThereIsNoAnalysis() {
        HttpResponse<String> answer =
                new Api(service.url(), "").post("/api/v1/jobs/website-analysis", new JsonObject().put("url", "x"));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionIdInTheBodyThatIsNoneIsRefused() {
        HttpResponse<String> answer = new Api(service.url(), "")
                .post(
                        "/api/v1/jobs/website-analysis",
                        new JsonObject().put("url", site.garden()).put("sessionId", "short"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo("/sessionId");
    }

    @Test
    void aPageThatIsNotThereFailsTheJobWithItsOwnCode() {
        JsonObject end = api.await(api.analysing(site.missing()), "failed");

        assertThat(end.getString("errorCode")).isEqualTo("PAGE_NOT_FOUND");
        assertThat(end.getString("error")).isNotBlank();
    }

    @Test
    void aJobCancelledAmongItsAudiencesDoesNotGoOnWithThem() {
        try (Service slow = Service.start(Map.of(
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                "PRESSROOM_DEMO_PACE_MS", "100",
                "PRESSROOM_ROLES", "http,worker"))) {
            Api slowApi = slow.api(UUID.randomUUID());
            UUID job = slowApi.analysing(site.garden());
            Sse stream = slowApi.stream(job);
            stream.await("audience-complete");

            slowApi.cancel(job);
            stream.awaitEnd();

            assertThat(stream.await("failed").json().getString("errorCode")).isEqualTo("CANCELLED");
            assertThat(stream.events("audiences-result")).isEmpty();
        }
    }

    @Test
    void theOrganizationIsStoredAndKnownToALaterArticle() {
        JsonObject result = analysed(api, site.garden());
        String organization = result.getString("organizationId");
        JsonObject unknown = article(UUID.randomUUID().toString());
        JsonObject known = article(organization);

        assertThat(known.getJsonObject("organizationContext").getInteger("completenessScore"))
                .isGreaterThan(unknown.getJsonObject("organizationContext").getInteger("completenessScore"));
        assertThat(known.getString("content")).contains("Green Leaf");
        assertThat(unknown.getString("content")).doesNotContain("Green Leaf");
        assertThat(known.getJsonArray("internalLinks")).isNotEmpty();
    }

    @Test
    void analysingASiteAgainFindsTheSameOrganization() {
        assertThat(analysed(visitor, site.garden()).getString("organizationId"))
                .isEqualTo(analysed(visitor, site.garden()).getString("organizationId"))
                .isNotEqualTo(analysed(api, site.garden()).getString("organizationId"));
    }

    @Test
    void theOrganizationOfASessionIsOfNoUseToAUser() {
        String organization = analysed(visitor, site.garden()).getString("organizationId");

        assertThat(article(organization).getString("content")).doesNotContain("Green Leaf");
    }

    @Test
    void anAnalysisCostsNothingAndTakesTheTurnOfItsNetwork() {
        UUID job = visitor.analysing(site.garden());
        visitor.await(job, "succeeded");

        assertThat(sql("select tenant from jobs where id = '" + job + "'")).matches("visitor:[0-9a-f]{32}");
        assertThat(sql("select count(*) from credit_entries where job_id = '" + job + "'"))
                .isEqualTo("0");
    }

    @Test
    void aJobThatGetsAUserWhileItRunsLeavesHimItsOrganization() {
        Promise<Void> given = Promise.promise();
        site.holdUntil(given.future());
        UUID job = visitor.analysing(site.software());
        visitor.await(job, "running");
        Servers.execute(
                service.databaseUrl(), "update jobs set user_id = '" + api.user() + "' where id = '" + job + "'");
        given.complete();

        String organization =
                api.await(job, "succeeded").getJsonObject("result").getString("organizationId");

        assertThat(sql("select owner from owned_organizations where id = '" + organization + "'"))
                .isEqualTo("user:" + api.user());
    }

    private static void assertComplete(JsonObject result) {
        assertThat(result.fieldNames())
                .containsExactlyInAnyOrder(
                        "success",
                        "url",
                        "scrapedAt",
                        "analysis",
                        "metadata",
                        "scenarios",
                        "ctas",
                        "ctaCount",
                        "hasSufficientCTAs",
                        "organizationId");
        assertThat(result.getBoolean("success")).isTrue();
        assertThat(result.getString("scrapedAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonObject analysis = result.getJsonObject("analysis");
        assertThat(analysis.fieldNames())
                .containsExactlyInAnyOrder(
                        "businessName",
                        "businessType",
                        "description",
                        "targetAudience",
                        "decisionMakers",
                        "endUsers",
                        "brandVoice",
                        "contentFocus",
                        "brandColors",
                        "businessModel",
                        "websiteGoals",
                        "blogStrategy",
                        "searchBehavior",
                        "customerProblems",
                        "customerLanguage",
                        "keywords",
                        "contentIdeas",
                        "contentIdeaDetails",
                        "scenarios",
                        "organizationId");
        assertThat(analysis.getString("organizationId")).isEqualTo(result.getString("organizationId"));
        assertThat(analysis.getJsonArray("scenarios")).isEqualTo(result.getJsonArray("scenarios"));
        assertThat(result.getJsonArray("scenarios")).hasSize(4);
        for (Object scenario : result.getJsonArray("scenarios")) {
            assertThat(((JsonObject) scenario).fieldNames())
                    .containsExactlyInAnyOrder(
                            "targetSegment",
                            "customerProblem",
                            "businessValue",
                            "customerLanguage",
                            "conversionPath",
                            "seoKeywords",
                            "contentIdeas",
                            "pitch",
                            "imageUrl",
                            "sample");
            assertThat(((JsonObject) scenario).getString("pitch")).isNotBlank();
            assertThat(((JsonObject) scenario).getBoolean("sample")).isTrue();
        }
    }

    private static List<String> audiences(JsonObject analysis) {
        return analysis.getJsonArray("scenarios").stream()
                .map(scenario ->
                        ((JsonObject) scenario).getJsonObject("targetSegment").getString("demographics"))
                .toList();
    }

    private static JsonObject analysed(Api caller, String url) {
        return caller.await(caller.analysing(url), "succeeded").getJsonObject("result");
    }

    private JsonObject article(String organization) {
        UUID job = api.created(Api.order("Tomatoes on a balcony").put("organizationId", organization));
        return api.await(job, "succeeded").getJsonObject("result").getJsonObject("data");
    }

    private static String sql(String query) {
        return Sql.text(service.databaseUrl(), query);
    }
}
