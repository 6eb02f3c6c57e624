package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.FakeService;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands over HTTP against a scripted service. */
@Timeout(60)
class RemoteCommandsTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    private static final String JOB = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Consumer<HttpServerResponse>> answers = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> lastIds = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void handle(HttpServerRequest request) {
        calls.add(request.method() + " " + request.uri());
        lastIds.add(String.valueOf(request.getHeader("Last-Event-ID")));
        tokens.add(request.getHeader("Authorization"));
        request.body().onSuccess(body -> {
            Consumer<HttpServerResponse> answer = answers.poll();
            (answer == null ? FakeService.answer(500, new JsonObject()) : answer).accept(request.response());
        });
    }

    private String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private Map<String, String> env() {
        return Map.of("PRESSROOM_URL", url(), "PRESSROOM_TOKEN", TOKEN);
    }

    private CommandRun run(String... args) {
        return CommandRun.of(env(), args);
    }

    private void answer(int status, JsonObject body) {
        answers.add(FakeService.answer(status, body));
    }

    private static JsonObject page(String cursor, JsonObject... jobs) {
        return new JsonObject().put("jobs", new JsonArray(List.of(jobs))).put("nextCursor", cursor);
    }

    private static JsonObject job(String title) {
        return new JsonObject()
                .put("jobId", JOB)
                .put("status", "failed")
                .put("progress", 30)
                .put("createdAt", "2026-02-02T12:00:00.000Z")
                .put("type", "content_generation")
                .put("errorCode", "MODEL_REFUSED")
                .put("title", title)
                .put("owner", new JsonObject().put("kind", "user").put("id", "u-1"));
    }

    private static JsonObject refusal(String message) {
        return new JsonObject().put("message", message).put("errorCode", "FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "jobs list",
                "jobs show",
                "jobs watch",
                "jobs cancel",
                "jobs retry",
                "jobs delete",
                "jobs front",
                "jobs count",
                "queue",
                "queue status",
                "queue pause",
                "queue resume",
                "credits",
                "credits grant",
                "owners",
                "owners erase",
                "nodes list",
                "nodes drain",
                "nodes undrain",
                "tasks list",
                "tasks abort",
                "audit",
                "failures",
                "limits list",
                "limits set",
                "limits clear",
                "usage",
                "completion"
            })
    void everyCommandHasHelp(String command) {
        CommandRun run = run((command + " --help").split(" "));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: pressroom " + command);
    }

    @ParameterizedTest
    @CsvSource({
        "jobs,Give a command: ",
        "jobs nope,There is no command 'nope'.",
        "jobs list --nope,--nope",
        "jobs list --limit 0,is not a whole number from 1 on",
        "jobs show 42,'42' is not a UUID",
        "jobs cancel 42,'42' is not a UUID",
        "jobs cancel,Give either the ids of jobs or a filter",
        "jobs delete --status failed,--expected",
        "jobs count,Give at least one filter",
        "queue pause,--all",
        "queue pause --all --type content_generation,mutually exclusive",
        "credits grant 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b -3,-3",
        "limits set user:x,Give at least one of",
        "limits set user:x --budget much,'much' is not",
        "usage --from yesterday,'yesterday' is not",
        "completion csh,'csh' is not bash",
        "jobs list --url ftp://example.com,must be an http or https URL",
        "jobs list --url http://me:secret@example.com,must be an http or https URL"
    })
    void wrongUsageIsExitCode2(String line, String part) {
        CommandRun run = run(line.split(" "));
        assertThat(run.err()).contains(part).doesNotContain("secret");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void withoutATokenTheCommandSaysHowToGetOne() {
        CommandRun run = CommandRun.of(Map.of("PRESSROOM_URL", url()), "jobs", "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("PRESSROOM_TOKEN").hasLineCount(1);
    }

    @Test
    void optionsComeBeforeTheEnvironment() {
        answer(200, page(null));
        CommandRun.of(
                Map.of("PRESSROOM_URL", "http://127.0.0.1:1", "PRESSROOM_TOKEN", "x"),
                "jobs",
                "list",
                "--url",
                url() + "/",
                "--token",
                TOKEN);
        assertThat(tokens).containsExactly("Bearer " + TOKEN);
    }

    @Test
    void filtersAreTheParametersOfTheRequest() {
        answer(200, page(null));
        run("jobs", "list", "--status", "failed", "--q", "tea & cake", "--error-code", "TIMEOUT", "--limit", "7");
        assertThat(calls)
                .containsExactly("GET /api/v1/ops/jobs?status=failed&errorCode=TIMEOUT&q=tea%20%26%20cake&limit=7");
    }

    @Test
    void aPipeGetsValuesBetweenTabs() {
        answer(200, page(null, job("On\ttea\nand cake")));
        assertThat(run("jobs", "list").out())
                .isEqualTo(JOB + "\tfailed\t30\t2026-02-02T12:00:00.000Z\tMODEL_REFUSED\t"
                        + "On tea and cake\tcontent_generation\tuser:u-1\t\t\n");
    }

    @Test
    void aTerminalGetsATableOfItsWidth() {
        answer(200, page(null, job("A very long title about the cultivation of tomatoes on the balconies of a city")));
        List<String> lines =
                CommandRun.at(100, env(), "jobs", "list").out().lines().toList();
        assertThat(lines.get(0)).startsWith("JOB ").contains("STATUS", "TITLE");
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(1)).startsWith(JOB).contains("failed", "…");
    }

    @Test
    void jsonIsAnObjectALine() {
        answer(200, page(null, job("One"), job("Two")));
        assertThat(run("jobs", "list", "--json").json())
                .extracting(job -> job.getString("title"))
                .containsExactly("One", "Two");
    }

    @Test
    void pagesAreReadUntilTheLimit() {
        answer(200, page("a", job("1"), job("2")));
        answer(200, page("b"));
        answer(200, page("c", job("3")));
        assertThat(run("jobs", "list", "--limit", "3").rows()).hasSize(3);
        assertThat(calls.get(2)).endsWith("?limit=1&cursor=b");
        assertThat(calls).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--limit=5"})
    void controlCharactersNeverReachTheTerminal(String option) {
        String hostile = "a\u001b[31mb\u009b2Jc\u202ed\u0007";
        answer(200, page(null, job(hostile)));
        CommandRun run = CommandRun.at(200, env(), "jobs", "list", option);
        assertThat(run.out().replace("\n", ""))
                .matches(text -> text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e));
    }

    @Test
    void jsonKeepsEveryCharacter() {
        String hostile = "a\u001b[31mb\u009b2Jc\u202ed 🍅";
        answer(200, page(null, job(hostile)));
        assertThat(run("jobs", "list", "--json").json().get(0).getString("title"))
                .isEqualTo(hostile);
    }

    @Test
    void aRefusalIsOneLineInTheServicesWords() {
        answer(403, refusal("Only operators\u001b[2J may do this."));
        CommandRun run = run("jobs", "list");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("The service refused: Only operators[2J may do this. (403 FORBIDDEN)\n");
    }

    @Test
    void faultsOfAFilterAreNamed() {
        answer(
                400,
                refusal("The request is invalid.")
                        .put(
                                "details",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("path", "owner")
                                                .put("message", "no"))));
        assertThat(run("jobs", "list").err()).contains("The request is invalid. owner no (400");
    }

    @Test
    void aTokenInAMessageOfTheServiceIsNotPrinted() {
        answer(401, refusal("Bad token " + TOKEN));
        CommandRun run = run("jobs", "list");
        assertThat(run.err()).contains("Bad token <token>").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs list --tokne=", "jobs list ", "jobs ", "jobs show ", "jobs cancel "})
    void aTokenAtTheWrongPlaceIsNotPrinted(String line) {
        CommandRun run = run((line + TOKEN).split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out() + run.err()).doesNotContain(TOKEN);
    }

    @Test
    void anUnreachableServiceIsExitCode3() {
        String url = url();
        close();
        CommandRun run = CommandRun.of(Map.of("PRESSROOM_URL", url, "PRESSROOM_TOKEN", TOKEN), "jobs", "list");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("The service at " + url + " does not respond")
                .hasLineCount(1);
    }

    @Test
    void aProxyWithoutAServiceIsExitCode3() {
        answers.add(response -> response.setStatusCode(502).end("<html>Bad gateway</html>"));
        assertThat(run("queue", "status").exitCode()).isEqualTo(3);
    }

    @Test
    void anotherProgramAtTheAddressIsRecognized() {
        answers.add(response -> response.end("<html>Hello</html>"));
        CommandRun run = run("jobs", "list");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Is this the right address?").hasLineCount(1);
    }

    @Test
    void aLimitedRequestIsSentAgain() {
        answers.add(response ->
                response.setStatusCode(429).putHeader("Retry-After", "0").end("{}"));
        answer(200, page(null));
        assertThat(run("jobs", "list").exitCode()).isZero();
    }

    @Test
    void eachJobIsCancelledAlsoAfterARefusal() {
        answer(409, refusal("It has ended."));
        answer(200, new JsonObject());
        String other = UUID.randomUUID().toString();
        CommandRun run = run("jobs", "cancel", JOB, other);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("Cancelled: " + other + "\n");
        assertThat(run.err()).startsWith(JOB + ": The service refused: It has ended.");
    }

    @Test
    void grantingIsNeverRepeated() {
        answers.add(HttpServerResponse::reset);
        answers.add(HttpServerResponse::reset);
        assertThat(run("credits", "grant", JOB, "5").exitCode()).isEqualTo(3);
        assertThat(calls).hasSize(1);
    }

    @Test
    void watchingEndsWithTheJob() {
        stream(progress("1", "Outlining", 10), progress("2", "Writing", 30), event("3", "complete"));
        CommandRun run = run("jobs", "watch", JOB);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("10 %  Outlining\n30 %  Writing\nThe job has succeeded.\n");
    }

    @Test
    void aTerminalShowsTheProgressWithinAStepOnOneLine() {
        stream(progress("1", "Writing", 30), progress("2", "Writing", 31), event("3", "complete"));
        assertThat(CommandRun.at(80, env(), "jobs", "watch", JOB).out())
                .isEqualTo("\r\u001b[K30 %  Writing\n\r\u001b[K31 %  Writing\r\u001b[KThe job has succeeded.\n");
    }

    @Test
    void watchingAFailedJobIsExitCode1() {
        stream(FakeService.frame(
                "1", "failed", new JsonObject().put("error", "No\u001b answer").put("errorCode", "TIMEOUT")));
        CommandRun run = run("jobs", "watch", JOB);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("The job has failed: No answer (TIMEOUT)\n");
    }

    @Test
    void aLostConnectionIsResumed() {
        stream("retry: 10\n\n", progress("1", "Outlining", 10));
        answers.add(response ->
                response.setStatusCode(503).putHeader("Retry-After", "0").end("{}"));
        stream(event("2", "complete"));
        assertThat(run("jobs", "watch", JOB).exitCode()).isZero();
        assertThat(lastIds).containsExactly("null", "1", "1");
    }

    @Test
    void aJobThatEndedBetweenTwoConnectionsIsAskedFor() {
        stream("retry: 10\n\n", progress("1", "Outlining", 10));
        answers.add(response -> response.setStatusCode(204).end());
        answer(200, job("x").put("error", "Gone"));
        CommandRun run = run("jobs", "watch", JOB);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Gone (MODEL_REFUSED)");
    }

    @Test
    void watchingWithJsonPrintsEveryEvent() {
        stream(progress("1", "Outlining", 10), event("2", "complete"));
        assertThat(run("jobs", "watch", JOB, "--json").json())
                .extracting(event -> event.getString("event"))
                .containsExactly("step-change", "complete");
    }

    private void stream(String... frames) {
        answers.add(FakeService.frames(frames));
    }

    private static String progress(String id, String step, int percent) {
        return FakeService.frame(
                id, "step-change", new JsonObject().put("currentStep", step).put("progress", percent));
    }

    private static String event(String id, String name) {
        return FakeService.frame(id, name, new JsonObject());
    }
}
