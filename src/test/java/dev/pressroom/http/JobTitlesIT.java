package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles and tags of jobs, and the job list filtered by them. */
class JobTitlesIT {
    private static final String BATCH = "/api/v1/jobs/batch";
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of("PRESSROOM_ROLES", "http"),
                new ScriptedPipeline().step("write").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void statusAndListHaveTheTitleOfTheTopicAndTheTags() {
        UUID job = api.created(tagged("Watering succulents", "spring", "draft 2"));

        assertThat(api.status(job).getString("title")).isEqualTo("Watering succulents");
        assertThat(api.status(job).getJsonArray("tags")).containsExactly("spring", "draft 2");
        JsonObject listed = list("").getJsonArray("jobs").getJsonObject(0);
        assertThat(listed.getString("title")).isEqualTo("Watering succulents");
        assertThat(listed.getJsonArray("tags")).containsExactly("spring", "draft 2");
    }

    @Test
    void theTitleOfAnAnalysisIsItsUrl() {
        UUID job = api.analysing("https://example.com/shop?x=1");

        assertThat(api.status(job).getString("title")).isEqualTo("https://example.com/shop?x=1");
        assertThat(api.status(job).getJsonArray("tags")).isEmpty();
    }

    @Test
    void jobsOfABatchHaveTheirOwn() {
        JsonObject plain = Api.order("Plain").put("type", "content_generation");
        JsonObject tagged = tagged("Tagged", "a \"quoted\" \\ {tag},", "null").put("type", "content_generation");

        JsonArray jobs = Api.json(api.post(BATCH, new JsonObject().put("jobs", JsonArray.of(plain, tagged))))
                .getJsonArray("jobs");

        assertThat(statusOf(jobs, 0).getString("title")).isEqualTo("Plain");
        assertThat(statusOf(jobs, 0).getJsonArray("tags")).isEmpty();
        assertThat(statusOf(jobs, 1).getString("title")).isEqualTo("Tagged");
        assertThat(statusOf(jobs, 1).getJsonArray("tags")).containsExactly("a \"quoted\" \\ {tag},", "null");
    }

    @Test
    void manySubmissionsAtOnceKeepTheirTitlesAndTags() {
        List<UUID> jobs = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> api.created(i % 2 == 0 ? tagged("Title " + i, "tag " + i) : Api.order("Title " + i)))
                .toList();

        assertThat(IntStream.range(0, 60)
                        .mapToObj(i -> api.status(jobs.get(i)))
                        .map(status -> status.getString("title") + status.getJsonArray("tags")))
                .containsExactlyElementsOf(IntStream.range(0, 60)
                        .mapToObj(i -> "Title " + i + (i % 2 == 0 ? "[\"tag " + i + "\"]" : "[]"))
                        .toList());
    }

    @Test
    void aLongTitleIsCutBetweenTwoCharacters() {
        UUID job = api.created(Api.order("x".repeat(299) + "\uD83C\uDF31\uD83C\uDF31"));

        assertThat(api.status(job).getString("title")).isEqualTo("x".repeat(299) + "\uD83C\uDF31");
    }

    @Test
    void titleAndTagsAreCleanedLikeAllTexts() {
        String body = tagged("ODD", "TAG", "spring")
                .encode()
                .replace("ODD", "Odd\\u0000 \\ud800title\\u202e\\nhere")
                .replace("TAG", " \\u0000sp\\ud800ring\\u202e ");

        UUID job = UUID.fromString(
                Api.json(api.post("/api/v1/jobs/content-generation", body)).getString("jobId"));

        assertThat(api.status(job).getString("title")).isEqualTo("Odd title here");
        assertThat(api.status(job).getJsonArray("tags")).containsExactly("spring");
    }

    @Test
    void aTitleOfNothingVisibleIsNull() {
        UUID job = api.created(Api.order("\u202e"));

        assertThat(api.status(job).getString("title")).isNull();
    }

    @Test
    void aJobOfAnOlderNodeHasNoTitleAndNoTags() {
        UUID job = UUID.randomUUID();
        Servers.execute(
                service.databaseUrl(),
                "select submit_job('" + job + "', 'content_generation', '" + api.user()
                        + "', null, null, null, null, 'user:" + api.user()
                        + "', null, '{}', 1, null, null, null, null, 0)");

        assertThat(api.status(job).getMap()).containsEntry("title", null);
        assertThat(api.status(job).getJsonArray("tags")).isEmpty();
        assertThat(list("?q=older").getJsonArray("jobs")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /tags   | "spring"
            /tags   | ["1","2","3","4","5","6","7","8","9","10","11"]
            /tags/1 | ["ok",""]
            /tags/1 | ["ok","  "]
            /tags/0 | ["\\u202e\\u0000"]
            /tags/0 | [7]
            /tags/0 | [null]
            /tags/0 | ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
            """)
    void wrongTagsAreNamedAndNothingIsStored(String path, String tags) {
        String body = "{\"topic\":{\"title\":\"a\"},\"businessInfo\":{},\"organizationId\":\"" + UUID.randomUUID()
                + "\",\"tags\":" + tags + "}";

        HttpResponse<String> one = api.post("/api/v1/jobs/content-generation", body);
        HttpResponse<String> many =
                api.post(BATCH, "{\"jobs\":[" + body.replaceFirst("\\{", "{\"type\":\"content_generation\",") + "]}");

        assertThat(paths(one)).containsExactly(path);
        assertThat(paths(many)).containsExactly("/jobs/0" + path);
        assertThat(jobsOfUser()).isZero();
    }

    @Test
    void theListCanBeFilteredByTagAndWordsOfTheTitle() {
        UUID succulents = api.created(tagged("Watering Succulents in Winter", "plants"));
        UUID öl = api.created(tagged("Ölbilder pflegen", "art", "plants"));
        api.created(Api.order("100% wool_socks"));

        assertThat(listed("?tag=plants")).containsExactly(öl, succulents);
        assertThat(listed("?tag=art")).containsExactly(öl);
        assertThat(listed("?tag=Art")).isEmpty();
        assertThat(listed("?q=" + encoded("winter WATER"))).containsExactly(succulents);
        assertThat(listed("?q=" + encoded("winter absent"))).isEmpty();
        assertThat(listed("?q=" + encoded("öLBILDER"))).containsExactly(öl);
        assertThat(listed("?q=w&tag=plants")).containsExactly(succulents);
        assertThat(listed("?tag=plants&status=failed")).isEmpty();
        assertThat(listed("?tag=plants&type=content_generation&status=queued")).hasSize(2);
        assertThat(listed("?q=")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "\\", "%25x", "0% w%", "'", "\u0000'\u0000"})
    void wildcardsAreOrdinaryCharacters(String words) {
        api.created(Api.order("Wool socks"));

        assertThat(listed("?q=" + encoded(words))).isEmpty();
    }

    @Test
    void aWildcardThatIsInTheTitleIsFound() {
        UUID job = api.created(Api.order("100% wool_socks"));

        assertThat(listed("?q=" + encoded("0% l_s"))).containsExactly(job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?tag=", "?q=1+2+3+4+5+6+7+8+9+10+11"})
    void filtersOutOfBoundsAreRefused(String query) {
        assertThat(api.get("/api/v1/jobs" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void aTooLongFilterIsRefused() {
        assertThat(api.get("/api/v1/jobs?q=" + "x".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(api.get("/api/v1/jobs?tag=" + "x".repeat(65)).statusCode()).isEqualTo(400);
    }

    @Test
    void aFilteredListIsReadPageByPage() {
        List<UUID> jobs = IntStream.range(0, 5)
                .mapToObj(i -> api.created(tagged("Page " + i, "t")))
                .toList();

        JsonObject first = list("?tag=t&limit=2");
        JsonObject second = list("?tag=t&limit=2&cursor=" + first.getString("nextCursor"));
        JsonObject last = list("?tag=t&limit=2&cursor=" + second.getString("nextCursor"));

        assertThat(ids(first)).containsExactly(jobs.get(4), jobs.get(3));
        assertThat(ids(second)).containsExactly(jobs.get(2), jobs.get(1));
        assertThat(ids(last)).containsExactly(jobs.get(0));
        assertThat(last.getString("nextCursor")).isNull();
    }

    /** The other jobs are older than the needle, so it is on the last of three pages. */
    @Test
    void onePageReadsABoundedNumberOfJobs() {
        UUID needle = api.created(tagged("The needle", "rare"));
        Servers.execute(
                service.databaseUrl(),
                "insert into jobs (id, type, user_id, tenant, title) select gen_random_uuid(), 'website_analysis', '"
                        + api.user() + "', 't', 'Hay' from generate_series(1, 4500)");
        Servers.execute(
                service.databaseUrl(),
                "update jobs set id = '00000000-0000-7000-8000-000000000001' where id = '" + needle + "'");
        Servers.execute(
                service.databaseUrl(),
                "update job_inputs set job_id = '00000000-0000-7000-8000-000000000001' where job_id = '" + needle
                        + "'");

        JsonObject first = list("?q=needle");
        JsonObject second = list("?tag=rare&cursor=" + first.getString("nextCursor"));
        JsonObject third = list("?q=needle&tag=rare&cursor=" + second.getString("nextCursor"));

        assertThat(ids(first)).isEmpty();
        assertThat(ids(second)).isEmpty();
        assertThat(ids(third)).hasSize(1);
        assertThat(third.getString("nextCursor")).isNull();
    }

    private static JsonObject tagged(String title, String... tags) {
        return Api.order(title).put("tags", new JsonArray(List.of(tags)));
    }

    private JsonObject statusOf(JsonArray jobs, int index) {
        return api.status(UUID.fromString(jobs.getJsonObject(index).getString("jobId")));
    }

    private JsonObject list(String query) {
        HttpResponse<String> answer = api.get("/api/v1/jobs" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    private List<UUID> listed(String query) {
        return ids(list(query));
    }

    private static List<UUID> ids(JsonObject page) {
        return page.getJsonArray("jobs").stream()
                .map(job -> UUID.fromString(((JsonObject) job).getString("jobId")))
                .toList();
    }

    private static List<String> paths(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return Api.json(answer).getJsonArray("details").stream()
                .map(detail -> ((JsonObject) detail).getString("path"))
                .toList();
    }

    private long jobsOfUser() {
        return Sql.number(service.databaseUrl(), "select count(*) from jobs where user_id = '" + api.user() + "'");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
