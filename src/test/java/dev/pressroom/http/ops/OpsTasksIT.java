package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Actions on all jobs that a filter finds. */
class OpsTasksIT {
    private static PricedArticles articles;
    private static Operators operator;
    private final Api api = articles.user();
    private final JsonObject mine = new JsonObject().put("owner", api.user().toString());

    @BeforeAll
    static void start() {
        articles = new PricedArticles();
        operator = Operators.of(articles.service);
    }

    @AfterAll
    static void stop() {
        articles.close();
    }

    /** Stores failed jobs of the user, which have no input. */
    private void failedJobs(int count) {
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into jobs (id, type, status, user_id, tenant, error, error_code, retryable, finished_at)"
                        + " select ('01900000-0000-7000-8' || substr(gen_random_uuid()::text, 21))::uuid, 'content_generation', 'failed', '"
                        + api.user() + "', 'user:x', 'x',"
                        + " 'INTERNAL', true, now() from generate_series(1, " + count + ") n");
    }

    private long jobs(String condition) {
        return articles.count("select count(*) from jobs where user_id = '" + api.user() + "' and " + condition);
    }

    @Test
    void anEmptyFilterIsRefused() {
        assertThat(operator.send(
                                "POST",
                                "/tasks",
                                new JsonObject().put("action", "cancel").put("filter", new JsonObject()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(operator.send(
                                "POST",
                                "/tasks",
                                new JsonObject()
                                        .put("action", "cancel")
                                        .put("filter", new JsonObject().put("owner", " ")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFilterWithAnUnknownMemberIsRefused() {
        assertThat(operator.send(
                                "POST",
                                "/tasks",
                                new JsonObject()
                                        .put("action", "cancel")
                                        .put("filter", mine.copy().put("oner", "x")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aCountChangesNothing() {
        failedJobs(130);

        JsonObject task = operator.ended(operator.task("count", mine, null));

        assertThat(task.getString("status")).isEqualTo("done");
        assertThat(task.getInteger("total")).isEqualTo(130);
        assertThat(task.getInteger("done")).isZero();
        assertThat(jobs("status = 'failed'")).isEqualTo(130);
    }

    @Test
    void allQueuedAndRunningJobsAreCancelledAndNoOtherOnes() {
        UUID other = articles.user().created(Api.order("Held"));
        UUID done = articles.ended(api, "Done", "succeeded");
        IntStream.range(0, 60).forEach(i -> api.created(Api.order("Held " + i)));

        JsonObject task = operator.ended(operator.task("cancel", mine, null));

        assertThat(task.getInteger("total")).isEqualTo(60);
        assertThat(task.getInteger("done")).isEqualTo(60);
        assertThat(jobs("error_code = 'CANCELLED'")).isEqualTo(60);
        assertThat(api.status(done).getString("status")).isEqualTo("succeeded");
        assertThat(operator.get("/jobs/" + other).getString("status")).isNotEqualTo("failed");
    }

    @Test
    void failedJobsAreRetried() {
        UUID first = articles.ended(api, "Fails first", "failed");
        UUID second = articles.ended(api, "Fails second", "failed");

        operator.ended(operator.task("retry", mine.copy().put("errorCode", "MODEL_REFUSED"), 2L));

        api.await(first, "succeeded");
        api.await(second, "succeeded");
    }

    @Test
    void aDeletionNeedsTheCount() {
        failedJobs(3);

        JsonObject unconfirmed = operator.ended(operator.task("delete", mine, null));
        JsonObject wrong = operator.ended(operator.task("delete", mine, 4L));

        assertThat(unconfirmed.getString("status")).isEqualTo("refused");
        assertThat(unconfirmed.getInteger("total")).isEqualTo(3);
        assertThat(wrong.getString("status")).isEqualTo("refused");
        assertThat(jobs("true")).isEqualTo(3);
    }

    @Test
    void aConfirmedDeletionDeletesAll() {
        failedJobs(120);

        JsonObject task = operator.ended(operator.task("delete", mine, 120L));

        assertThat(task.getString("status")).isEqualTo("done");
        assertThat(task.getInteger("done")).isEqualTo(120);
        assertThat(jobs("true")).isZero();
    }

    @Test
    void theAuditHasTheFilterAndTheNumber() {
        failedJobs(2);
        String id = operator.ended(operator.task("delete", mine, 2L)).getString("taskId");

        assertThat(operator.list("/audit?target=task:" + id, "entries"))
                .satisfiesExactly(
                        ended -> {
                            assertThat(ended.getString("action")).isEqualTo("task-done");
                            assertThat(ended.getInteger("count")).isEqualTo(2);
                            assertThat(ended.getJsonObject("filter")).isEqualTo(mine);
                        },
                        created -> assertThat(created.getString("action")).isEqualTo("task-created"));
    }

    @Test
    void anAbortedTaskChangesNoFurtherJob() {
        failedJobs(3);
        JsonObject task = operator.task("delete", mine, 3L);
        Operators.ok(operator.send("POST", "/tasks/" + task.getString("taskId") + "/abort", new JsonObject()));

        long left = jobs("true");
        operator.ended(operator.task("count", mine, null));

        assertThat(operator.get("/tasks/" + task.getString("taskId")).getString("status"))
                .isIn("aborted", "done");
        assertThat(jobs("true")).isEqualTo(left);
    }

    @Test
    void aTaskGoesOnWhereItsNodeHasLeftIt() {
        failedJobs(5);
        String url = articles.service.databaseUrl();
        UUID id = UUID.randomUUID();
        String position = Sql.text(
                url, "select id from jobs where user_id = '" + api.user() + "' order by id desc offset 1 limit 1");
        Servers.execute(
                url,
                "insert into operator_tasks (id, actor, action, filter, expected, status, position, total, done) values ('"
                        + id + "', '" + api.user() + "', 'delete', '" + mine.encode() + "', 5, 'running', '" + position
                        + "', 5, 2)");

        JsonObject task = operator.ended(new JsonObject().put("taskId", id.toString()));

        assertThat(task.getInteger("done")).isEqualTo(5);
        assertThat(jobs("true")).isEqualTo(2);
    }
}
