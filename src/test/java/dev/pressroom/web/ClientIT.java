package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FaultyProxy;
import dev.pressroom.support.FaultyProxy.Seen;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client library in a real browser, with the real service behind a proxy that has faults. */
class ClientIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CREATE = "/api/v1/jobs/content-generation";
    private static final String CREDITS = "/api/v1/user/credits";
    private static final String ORDER = """
            { topic: { title: 'Watering succulents' }, businessInfo: {}, organizationId: crypto.randomUUID() }
            """;
    private static final String FOLLOW = """
            window.events = [];
            window.text = '';
            const followed = (async () => { for await (const event of job.events()) events.push(event); })();
            const told = (async () => { for await (const piece of job.text()) text += piece; })();
            const result = await job.result();
            await Promise.all([followed, told]);
            return { events, text, content: result.data.content };
            """;

    private static final String CREATE_AND_FOLLOW = "const job = await client.articles.create(" + ORDER + ");" + FOLLOW;

    private static final HeldModel MODEL = new HeldModel();

    private static Service service;
    private static ClientPage page;

    private final UUID user = UUID.randomUUID();
    private FaultyProxy proxy;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            service = Service.start(Map.of("STARTING_CREDITS", "5"), MODEL.asPipelines());
            page = new ClientPage();
        }
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
            service.close();
        }
    }

    @BeforeEach
    void open() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        proxy = FaultyProxy.before(service.port());
        openWith("");
    }

    @AfterEach
    void release() {
        if (proxy != null) {
            MODEL.release();
            page.leave();
            proxy.close();
        }
    }

    @Test
    void anArticleIsFollowedToItsEndOverOneConnection() {
        MODEL.hold(Task.ARTICLE);
        write();
        writeAll();
        assertWhole(page.result());
        assertThat(proxy.seen("GET", "/stream")).hasSize(1);
    }

    @Test
    void aFinishedJobIsReplayed() {
        String id = (String)
                page.run("const job = await client.articles.create(" + ORDER + "); await job.result(); return job.id");
        page.start("const job = client.jobs.handle('" + id + "');" + FOLLOW);
        assertWhole(page.result());
    }

    @Test
    void aProxyThatClosesEveryStreamLosesAndDoublesNothing() {
        proxy.cutStreamsAfter(Duration.ofSeconds(5));
        MODEL.hold(Task.ARTICLE);
        write();
        Await.until(SOON, () -> proxy.seen("GET", "/stream").size() > 1);
        MODEL.tell(Task.ARTICLE);
        Await.until(SOON, () -> proxy.seen("GET", "/stream").size() > 2);
        writeAll();
        assertWhole(page.result());
        List<Seen> streams = proxy.seen("GET", "/stream");
        assertThat(streams.get(0).lastEventId()).isNull();
        assertThat(streams.stream().skip(1))
                .allSatisfy(again -> assertThat(again.lastEventId()).isNotNull());
    }

    @Test
    void aJobBehindAProxyThatHoldsStreamsBackIsPolledAndEndsWithAllItsEvents() {
        openWith("openMillis: 1500");
        proxy.bufferResponses();
        MODEL.hold(Task.ARTICLE);
        page.start(CREATE_AND_FOLLOW);
        page.await("window.events?.some(({ type }) => type === 'progress-update')");
        MODEL.release();
        assertWhole(page.result());
    }

    @Test
    void aResponseToCreatingThatIsLostMakesOneJobAndCostsOneCredit() {
        proxy.loseNextResponse("POST", CREATE);
        assertThat(page.run("const job = await client.articles.create(" + ORDER + "); await job.result(); return true"))
                .isEqualTo(true);
        assertThat(proxy.seen("POST", CREATE)).hasSizeGreaterThan(1);
        assertThat(json(service.api(user).get("/api/v1/jobs")).getJsonArray("jobs"))
                .hasSize(1);
        assertThat(json(service.api(user).get(CREDITS)).getJsonObject("data").getInteger("usedCredits"))
                .isEqualTo(1);
    }

    @Test
    void aBusyServiceIsAskedAgainWhenItSays() {
        for (int status : List.of(429, 503)) {
            proxy.respondToNext("POST", CREATE, status, "application/json", """
                    { "success": false, "error": "Later", "message": "Later.", "errorCode": "LATER", "requestId": "r" }
                    """, "Retry-After", "2");
        }
        page.run("const seen = []; await client.articles.create(" + ORDER
                + ", { onRetry: ({ error, tries }) => seen.push(error.status + ':' + tries) });"
                + " if (seen.join() !== '429:1,503:2') { throw new Error(seen.join()); }");
        List<Seen> tries = proxy.seen("POST", CREATE);
        assertThat(tries).hasSize(3);
        for (int i = 1; i < tries.size(); i++) {
            assertThat(Duration.ofNanos(tries.get(i).nanos() - tries.get(i - 1).nanos()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1990));
        }
    }

    @Test
    void theLimitOfTheServiceIsAnErrorWithItsDelayWhereNoRetryIsWanted() {
        try (Service strict =
                        Service.start(Map.of("PRESSROOM_RATE_LIMIT", "", "PRESSROOM_HTTP_RATE_LIMITS_CREATE", "1"));
                FaultyProxy before = FaultyProxy.before(strict.port())) {
            page.openWithToken(before.url(), strict.token(user));
            JsonObject error = rejected("await client.articles.create(" + ORDER + ");" + "await client.articles.create("
                    + ORDER + ", { maxRetries: 0 })");
            assertThat(error.getString("errorCode")).isEqualTo("RATE_LIMITED");
            assertThat(error.getInteger("status")).isEqualTo(429);
            assertThat(error.getInteger("retryAfter")).isPositive();
        }
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsReplacedOnce() {
        page.open(
                proxy.url(),
                "getToken: ({ rejected }) => { if (rejected) { (window.rejected ??= []).push(rejected);"
                        + " window.current = window.fresh; } return window.current; }");
        page.run("window.current = '" + service.token(user) + "'; window.fresh = '" + service.token(user) + "'");
        MODEL.hold(Task.ARTICLE);
        write();
        MODEL.tell(Task.ARTICLE);
        page.await("window.text");
        page.run("window.current = '" + expiredToken() + "'");

        proxy.cutStreams();

        Await.until(SOON, () -> proxy.seen("GET", "/stream").size() > 1);
        writeAll();
        assertWhole(page.result());
        assertThat(page.list("window.rejected")).containsExactly(expiredToken());
    }

    @Test
    void aTokenThatCannotBeReplacedEndsWithItsError() {
        page.openWithToken(proxy.url(), expiredToken());
        JsonObject error = rejected("await client.articles.create(" + ORDER + ")");
        assertThat(error.getString("name")).isEqualTo("AuthenticationError");
        assertThat(error.getString("errorCode")).isEqualTo("TOKEN_EXPIRED");
        assertThat(proxy.seen("POST", CREATE)).hasSize(1);
    }

    @Test
    void aTabThatSleptHasMissedNothing() {
        MODEL.hold(Task.ARTICLE);
        write();
        MODEL.tell(Task.ARTICLE);
        page.await("window.text");

        page.lifecycle("frozen");
        proxy.cutStreams();
        MODEL.release();
        Await.until(SOON, () -> isFinished());
        page.lifecycle("active");

        assertWhole(page.result());
    }

    @Test
    void twoHundredJobsAtOnceUseThreeStreamsAndLeaveRoomForOtherRequests() {
        try (Service large = Service.start(Map.of("PRESSROOM_WORKERS", "200"), MODEL.asPipelines());
                FaultyProxy before = FaultyProxy.before(large.port())) {
            page.openWithToken(before.url(), large.token(user));
            MODEL.hold(Task.ARTICLE);
            page.run("const orders = Array.from({ length: 200 }, (_, i) => ({ type: 'content_generation',"
                    + " topic: { title: 'Article ' + i }, businessInfo: {}, organizationId: crypto.randomUUID() }));"
                    + " window.jobs = await client.jobs.batch(orders)");
            page.start("return (await Promise.all(jobs.map((job) => job.result()))).length");
            Await.until(
                    SOON,
                    () -> before.openStreams() == 3
                            && before.seen("GET", "/jobs").size() > 1);

            assertThat((Long) page.run("const times = []; for (let i = 0; i < 3; i++) {"
                            + " const began = performance.now(); await client.credits.get();"
                            + " times.push(performance.now() - began); } return Math.round(Math.min(...times))"))
                    .isLessThan(5000);
            MODEL.release();
            assertThat(page.result().getInteger("value")).isEqualTo(200);
            assertThat(before.mostStreamsAtOnce()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void leavingTheLoopClosesTheConnectionAndDoesNotCancel() {
        MODEL.hold(Task.ARTICLE);
        page.run("window.job = await client.articles.create(" + ORDER + ");"
                + " for await (const { type } of job.events()) { if (type === 'context-result') break; }");
        Await.until(SOON, () -> proxy.openStreams() == 0);
        MODEL.release();
        assertThat(page.run("return (await job.result()).success")).isEqualTo(true);
    }

    @Test
    void anAbortEndsEveryWaitAndClosesTheConnection() {
        MODEL.hold(Task.ARTICLE);
        page.run("window.job = await client.articles.create(" + ORDER + ")");
        for (String waiting : List.of(
                "job.result({ signal })",
                "job.text({ signal }).next().then(() => job.text({ signal }).next())",
                "(async () => { for await (const event of job.events({ signal })); })()",
                "client.jobs.status(job.id, { wait: 25, signal })")) {
            page.start("window.stop = new AbortController(); const { signal } = stop; return " + waiting);
            Await.until(SOON, () -> proxy.openStreams() == 1 || waiting.contains("wait: 25"));
            page.run("stop.abort()");
            assertThat(page.result().getJsonObject("error").getString("name"))
                    .as(waiting)
                    .isEqualTo("AbortError");
            Await.until(SOON, () -> proxy.openStreams() == 0);
        }
    }

    @Test
    void aJobThatDoesNotExistIsReported() {
        JsonObject error = rejected("await client.jobs.handle('" + UUID.randomUUID() + "').result()");
        assertThat(error.getString("name")).isEqualTo("NotFoundError");
        assertThat(rejected("await client.jobs.handle('no id').result()").getString("name"))
                .isEqualTo("NotFoundError");
    }

    @Test
    void aFailedJobIsAnErrorWithItsCode() {
        MODEL.hold(Task.ARTICLE);
        page.run("window.job = await client.articles.create(" + ORDER + ")");
        page.start("return job.result()");
        page.run("await job.cancel()");
        JsonObject error = page.result().getJsonObject("error");
        assertThat(error.getString("name")).isEqualTo("JobFailed");
        assertThat(error.getString("errorCode")).isEqualTo("CANCELLED");
    }

    @Test
    void aCancelledJobIsFollowedAgainAfterItsRetry() {
        MODEL.hold(Task.ARTICLE);
        page.run("window.job = await client.articles.create(" + ORDER + "); await job.cancel()");
        MODEL.release();
        assertThat(page.run("await job.retry(); return (await job.result()).success"))
                .isEqualTo(true);
    }

    @Test
    void aCancelWhoseResponseIsLostHasHappened() {
        MODEL.hold(Task.ARTICLE);
        page.run("window.job = await client.articles.create(" + ORDER + ")");
        proxy.loseNextResponse("POST", "/cancel");
        assertThat(page.run("await job.cancel(); return (await job.status()).errorCode"))
                .isEqualTo("CANCELLED");
    }

    @Test
    void anErrorPageOfAProxyIsRetriedWhereThatIsSafe() {
        proxy.respondToNext("GET", CREDITS, 502, "text/html", "<h1>Bad Gateway</h1>");
        assertThat(page.run("return (await client.credits.get()).totalCredits")).isEqualTo(5L);
        proxy.respondToNext("GET", "/stream", 502, "text/html", "<h1>Bad Gateway</h1>");
        assertThat(page.run("return (await (await client.articles.create(" + ORDER + ")).result()).success"))
                .isEqualTo(true);
    }

    @Test
    void aResponseOfAnotherServerIsAnError() {
        proxy.respondToNext("GET", CREDITS, 200, "text/html", "<h1>Sign in to the network</h1>");
        assertThat(rejected("await client.credits.get()").getString("errorCode"))
                .isEqualTo("INVALID_RESPONSE");
        proxy.respondToNext("GET", CREDITS, 200, "application/json", "");
        assertThat(rejected("await client.credits.get()").getString("errorCode"))
                .isEqualTo("INVALID_RESPONSE");
        proxy.respondToNext("GET", CREDITS, 302, "text/html", "", "Location", "https://example.com/");
        assertThat(rejected("await client.credits.get()").getString("errorCode"))
                .isEqualTo("REDIRECTED");
    }

    @Test
    void anErrorOfAnotherServerIsAnInvalidResponse() {
        for (int status : List.of(404, 501)) {
            proxy.respondToNext("GET", CREDITS, status, "application/json", "{ \"message\": \"No such path\" }");
            JsonObject error = rejected("await client.credits.get()");
            assertThat(error.getString("name")).isEqualTo("InvalidResponseError");
            assertThat(error.getString("errorCode")).isEqualTo("INVALID_RESPONSE");
            assertThat(error.getString("message")).contains("status " + status, "Check `baseUrl`");
        }
    }

    @Test
    void aServerThatNeverRespondsIsAnErrorAfterTheTimeLimit() {
        proxy.ignoreNext("GET", CREDITS);
        assertThat(rejected("await client.credits.get({ timeoutMillis: 500, maxRetries: 0 })")
                        .getString("errorCode"))
                .isEqualTo("TIMEOUT");
    }

    @Test
    void anInvalidRequestNamesItsMembers() {
        assertThat(
                        page.run(
                                "try { await client.articles.create({}) } catch (error) {"
                                        + " return [error.name, error.status, typeof error.requestId, ...error.details.map(({ path }) => path)].join() }"))
                .asString()
                .startsWith("ValidationError,400,string,")
                .contains("/topic");
    }

    @Test
    void aStreamOfAnotherFormatIsPolled() {
        proxy.respondToNext("GET", "/stream", 200, "text/html", "<h1>Sign in to the network</h1>");
        assertThat(page.run("return (await (await client.articles.create(" + ORDER + ")).result()).success"))
                .isEqualTo(true);
    }

    @Test
    void aStreamOfCommentsOnlyIsPolled() {
        openWith("openMillis: 500");
        proxy.respondToNext("GET", "/stream", 200, "text/event-stream", ":\n\n".repeat(1000));
        assertThat(page.run("return (await (await client.articles.create(" + ORDER + ")).result()).success"))
                .isEqualTo(true);
    }

    @Test
    void anEventWithoutEndIsAnError() {
        proxy.respondToNext("GET", "/stream", 200, "text/event-stream", "data: " + "x".repeat(17 << 20));
        JsonObject error = rejected("await (await client.articles.create(" + ORDER + ")).result()");
        assertThat(error.getString("errorCode")).isEqualTo("EVENT_TOO_LARGE");
    }

    private void openWith(String options) {
        page.open(proxy.url(), "token: '" + service.token(user) + "', " + options);
    }

    /** Creates an article and follows its events, its text and its result. */
    private static void write() {
        page.start(CREATE_AND_FOLLOW);
        page.await("window.events?.some(({ type }) => type === 'context-result')");
    }

    /** Lets the model write the whole article in parts, and the rest of the job run. */
    private static void writeAll() {
        IntStream.range(0, 3).forEach(part -> MODEL.tell(Task.ARTICLE));
        MODEL.release();
    }

    private static void assertWhole(JsonObject outcome) {
        assertThat(outcome.getJsonObject("error")).isNull();
        JsonObject value = outcome.getJsonObject("value");
        assertThat(value.getString("text").strip()).isNotBlank().isEqualTo(value.getString("content"));
        JsonArray events = value.getJsonArray("events");
        List<Integer> numbers = events.stream()
                .map(event -> ((JsonObject) event).getInteger("id"))
                .filter(number -> number != null)
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
        assertThat(events.getJsonObject(events.size() - 1).getString("type")).isEqualTo("complete");
    }

    private static JsonObject rejected(String script) {
        page.start(script);
        JsonObject error = page.result().getJsonObject("error");
        assertThat(error).as(script).isNotNull();
        return error;
    }

    private boolean isFinished() {
        return json(service.api(user).get("/api/v1/jobs"))
                .getJsonArray("jobs")
                .getJsonObject(0)
                .getString("status")
                .equals("succeeded");
    }

    private static JsonObject json(HttpResponse<String> response) {
        return Api.json(response);
    }

    private String expiredToken() {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject().put("sub", user.toString()).put("exp", Instant.EPOCH.getEpochSecond() + 1000));
    }
}
