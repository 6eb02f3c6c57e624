package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PricedArticles;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands of operators against a real service. */
@Timeout(300)
class OperatorCommandsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static PricedArticles articles;
    private static Map<String, String> env;
    private final Api api = articles.user();

    @BeforeAll
    static void start() {
        articles = new PricedArticles();
        env = as("admin");
    }

    @AfterAll
    static void stop() {
        articles.close();
    }

    private static Map<String, String> as(String role) {
        return Map.of(
                "PRESSROOM_URL",
                articles.service.url(),
                "PRESSROOM_TOKEN",
                articles.service.token(UUID.randomUUID(), role));
    }

    private static CommandRun run(String... args) {
        return CommandRun.of(env, args);
    }

    private static CommandRun ok(String... args) {
        CommandRun run = run(args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private UUID held(String title) {
        UUID job = api.created(Api.order(title));
        api.await(job, "running");
        return job;
    }

    private String owner() {
        return "user:" + api.user();
    }

    @Test
    void jobsAreListedByFilters() {
        UUID failed = articles.ended(api, "Fails on tea", "failed");
        articles.ended(api, "Cake", "succeeded");

        List<List<String>> rows = ok(
                        "jobs", "list", "--owner", owner(), "--status", "failed", "--created-after", "1h", "--q", "tea")
                .rows();

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .startsWith(failed.toString(), "failed")
                .contains("MODEL_REFUSED", "Fails on tea", owner());
    }

    @Test
    void listedJobsAreReadOverSeveralPages() {
        List<UUID> jobs = List.of(
                articles.ended(api, "One", "succeeded"),
                articles.ended(api, "Two", "succeeded"),
                articles.ended(api, "Three", "succeeded"));

        assertThat(ok("jobs", "list", "--owner", owner(), "--json", "--limit", "2")
                        .json())
                .extracting(job -> job.getString("jobId"))
                .containsExactly(jobs.get(2).toString(), jobs.get(1).toString());
    }

    @Test
    void aFilterThatTheServiceDoesNotUnderstandIsRefused() {
        CommandRun run = run("jobs", "list", "--status", "happy");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("The service refused:")
                .contains("status")
                .hasLineCount(1);
    }

    @Test
    void aJobIsShownWithItsAttemptsAndSteps() {
        UUID job = articles.ended(api, "Fails once", "failed");

        String out = ok("jobs", "show", job.toString()).out();

        assertThat(out)
                .contains("jobId\t" + job, "status\tfailed", "errorCode\tMODEL_REFUSED", "owner\t" + owner())
                .contains("attempt\tfailed\t", "step outline\t1\t");
    }

    @Test
    void aShownJobHasItsEventsInJson() {
        UUID job = articles.ended(api, "Shown", "succeeded");

        List<JsonObject> lines = ok("jobs", "show", job.toString(), "--json").json();

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getJsonArray("events")).isNotEmpty();
    }

    @Test
    void aJobIsShownOnATerminalWithinItsWidth() {
        UUID job = articles.ended(api, "Fails " + "very ".repeat(40), "failed");

        CommandRun run = CommandRun.at(80, env, "jobs", "list", "--owner", owner());

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.length() <= 80);
        assertThat(run.out()).contains(job.toString());
    }

    @Test
    void anUnknownJobIsRefused() {
        CommandRun run = run("jobs", "show", UUID.randomUUID().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("404 NOT_FOUND").hasLineCount(1);
    }

    @Test
    void aRunningJobIsWatchedToItsEnd() throws Exception {
        UUID job = held("Held watched");
        CompletableFuture<CommandRun> watching =
                CompletableFuture.supplyAsync(() -> run("jobs", "watch", job.toString()));
        Await.until(SOON, () -> ok("jobs", "show", job.toString()).out().contains("status\trunning"));
        ok("jobs", "cancel", job.toString());

        CommandRun run = watching.get(30, TimeUnit.SECONDS);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The job has failed: ").contains("(CANCELLED)");
    }

    @Test
    void watchingAJobThatHasSucceededEndsAtOnce() {
        UUID job = articles.ended(api, "Done", "succeeded");

        assertThat(ok("jobs", "watch", job.toString()).out()).endsWith("The job has succeeded.\n");
    }

    @Test
    void watchedEventsAreJsonLines() {
        UUID job = articles.ended(api, "Done", "succeeded");

        assertThat(ok("jobs", "watch", job.toString(), "--json").json())
                .extracting(event -> event.getString("event"))
                .startsWith("connected")
                .endsWith("complete");
    }

    @Test
    void aJobThatHasEndedCannotBeCancelled() {
        UUID job = articles.ended(api, "Done", "succeeded");

        CommandRun run = run("jobs", "cancel", job.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("409 JOB_NOT_CANCELLABLE");
    }

    @Test
    void aFailedJobIsRetried() {
        UUID job = articles.ended(api, "Fails first", "failed");

        assertThat(ok("jobs", "retry", job.toString()).out()).isEqualTo("Queued again: " + job + "\n");

        api.await(job, "succeeded");
    }

    @Test
    void aJobIsDeleted() {
        UUID job = articles.ended(api, "Done", "succeeded");

        ok("jobs", "delete", job.toString());

        assertThat(run("jobs", "show", job.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void allJobsOfAFilterAreRetriedByATask() {
        UUID job = articles.ended(api, "Fails first", "failed");

        JsonObject task = ok("jobs", "retry", "--owner", owner(), "--status", "failed", "--wait", "--json")
                .json()
                .get(0);

        assertThat(task.getInteger("done")).isEqualTo(1);
        api.await(job, "succeeded");
    }

    @Test
    void deletingAnotherNumberThanExpectedIsRefused() {
        UUID job = articles.ended(api, "Kept", "succeeded");

        CommandRun run = run("jobs", "delete", "--owner", owner(), "--expected", "5", "--wait");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("was refused");
        ok("jobs", "show", job.toString());
    }

    @Test
    void jobsAreCounted() {
        articles.ended(api, "One", "succeeded");
        articles.ended(api, "Two", "succeeded");

        assertThat(ok("jobs", "count", "--owner", owner()).out()).isEqualTo("2\n");
    }

    @Test
    void tasksAreListedAndAborted() {
        JsonObject task =
                ok("jobs", "cancel", "--owner", owner(), "--json").json().get(0);
        String id = task.getString("taskId");

        assertThat(ok("tasks", "abort", id, "--json").json().get(0).getString("status"))
                .isIn("aborted", "done");
        assertThat(ok("tasks", "list").out()).contains(id + "\tcancel\t");
    }

    @Test
    void aPausedTenantWaitsUntilItIsResumed() {
        String tenant = "user:" + api.user();
        ok("queue", "pause", "--tenant", tenant, "--reason", "A test");
        UUID job = api.created(Api.order("Paused"));

        assertThat(api.status(job).getString("status")).isEqualTo("queued");
        // The overview is up to a second old.
        Await.value(
                Duration.ofSeconds(60),
                () -> CommandRun.at(100, env, "queue", "status").out(),
                status -> status.contains("Paused") && status.contains("A test"));
        assertThat(ok("queue", "resume", "--tenant", tenant).out()).isEqualTo("Resumed: tenant:" + tenant + "\n");

        api.await(job, "succeeded");
    }

    @Test
    void theStatusOfTheQueueHasALineForEachType() {
        assertThat(ok("queue", "status").rows())
                .extracting(row -> row.get(0))
                .contains("content_generation", "website_analysis");
    }

    @Test
    void creditsAreGranted() {
        String user = UUID.randomUUID().toString();

        JsonObject granted = ok("credits", "grant", user, "7", "--reason", "A test", "--json")
                .json()
                .get(0);

        assertThat(granted.getString("userId")).isEqualTo(user);
        assertThat(ok("audit", "--target", "user:" + user).out()).contains("\tuser:" + user + "\t7\t");
    }

    @Test
    void anOwnerIsErased() {
        JsonObject begun = ok("owners", "erase", "--user", UUID.randomUUID().toString(), "--json")
                .json()
                .get(0);

        assertThat(begun.getString("status")).isEqualTo("running");
        assertThat(ok("audit", "--target", "erasure:" + begun.getString("erasureId"))
                        .out())
                .contains("\terase\t");
        assertThat(CommandRun.of(as("admin"), "owners", "erase").exitCode()).isEqualTo(2);
    }

    @Test
    void aGrantWithAKeyIsGrantedOnce() {
        String user = api.user().toString();
        ok("credits", "grant", user, "9", "--key", "k");
        ok("credits", "grant", user, "9", "--key", "k");

        assertThat(articles.count(
                        "select sum(amount) from credit_entries where amount = 9 and user_id = '" + user + "'"))
                .isEqualTo(9);
    }

    @Test
    void aTenantIsLimitedListedAndFree() {
        ok("limits", "set", owner(), "--running", "3", "--budget", "12.5");
        articles.ended(api, "Tea", "succeeded");

        assertThat(ok("limits", "list", "--limit", "1000").rows())
                .contains(List.of(owner(), "0", "0", "3", "", "12.5", "0.00212", "false"));

        ok("limits", "clear", owner());
        assertThat(articles.count("select count(*) from tenant_limits where tenant = '" + owner() + "'"))
                .isZero();
    }

    @Test
    void aLimitOfNothingIsWrongUsage() {
        CommandRun run = run("limits", "set", owner());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--budget");
    }

    @Test
    void failuresAreGrouped() {
        UUID newest = articles.ended(api, "Fails", "failed");

        assertThat(ok("failures").rows())
                .anySatisfy(row ->
                        assertThat(row).contains("MODEL_REFUSED", "content_generation", "article", newest.toString()));
    }

    @Test
    void usageIsGroupedAndSummed() {
        articles.ended(api, "Tea", "succeeded");

        assertThat(ok("usage", "--by", "model", "--owner", owner()).rows())
                .containsExactly(List.of("priced", "2", "1100", "510", "0", "0.00212", "EUR"));
        assertThat(CommandRun.at(80, env, "usage", "--by", "owner", "--owner", owner())
                        .out())
                .contains("In total", "TOKENS IN");
    }

    @Test
    void aNodeIsDrainedAndClaimsJobsAgain() {
        String node = ok("nodes", "list").rows().get(0).get(0);
        ok("nodes", "drain", node);
        Await.until(SOON, () -> ok("nodes", "list").rows().get(0).get(1).equals("drained"));

        ok("nodes", "undrain", node);

        Await.until(SOON, () -> ok("nodes", "list").rows().get(0).get(1).equals("active"));
    }

    @Test
    void aTokenWithoutTheRoleIsRefusedWithTheReason() {
        CommandRun run = CommandRun.of(as("user"), "jobs", "list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("The service refused: Only operators may do this: the token needs the role admin."
                        + " (403 FORBIDDEN)\n");
    }

    @Test
    void aTokenThatIsNoneIsRefused() {
        CommandRun run = run("jobs", "list", "--token", "eyJhbGciOiJIUzI1NiJ9.e30.nonsense");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("401").doesNotContain("nonsense");
    }
}
