package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancelling and retrying jobs. */
class CancelAndRetryIT {
    private final AtomicBoolean refuses = new AtomicBoolean();
    private final AtomicInteger hiccups = new AtomicInteger();
    private final AtomicBoolean aborted = new AtomicBoolean();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("write")
            .step("wait", context -> {
                Promise<Void> endless = Promise.promise();
                context.cancellation().onCancel(() -> aborted.set(true));
                return context.input().containsKey("endless")
                        ? endless.future().map(done -> ScriptedPipeline.said("wait"))
                        : Future.succeededFuture(ScriptedPipeline.said("wait"));
            })
            .step("check", context -> {
                if (refuses.get()) {
                    return Future.failedFuture(new Failure(ErrorCode.MODEL_REFUSED, "No."));
                }
                return hiccups.getAndDecrement() > 0
                        ? Future.failedFuture(new Failure(ErrorCode.MODEL_UNAVAILABLE, "Not now."))
                        : Future.succeededFuture(ScriptedPipeline.said("check"));
            });
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(Map.of("PRESSROOM_WORKERS", "1", "STARTING_CREDITS", "5"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aRunningJobStopsInTheMiddleOfACall() {
        UUID job = api.created(endless());
        api.awaitStatus(job, s -> "Doing wait".equals(s.getString("currentStep")));
        Sse stream = api.stream(job);
        stream.await("write-result");

        HttpResponse<String> answer = api.cancel(job);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer).getBoolean("cancelled")).isTrue();
        Await.until(Duration.ofSeconds(20), aborted::get);
        assertThat(stream.await("failed").json().getString("errorCode")).isEqualTo("CANCELLED");
        JsonObject status = api.status(job);
        assertThat(status.getString("status")).isEqualTo("failed");
        assertThat(status.getString("error")).isEqualTo("Cancelled");
        assertThat(status.getString("errorCode")).isEqualTo("CANCELLED");
    }

    /** The heartbeat would stop the run too, but it is kept waiting by a lock on another job's row. */
    @Test
    void aRunningJobIsToldToStopWithoutAHeartbeat() throws SQLException {
        service.close();
        service = Service.start(
                Map.of("PRESSROOM_WORKERS", "2", "PRESSROOM_LEASE_SECONDS", "240"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
        UUID older = api.created(endless());
        api.awaitStatus(older, s -> "Doing wait".equals(s.getString("currentStep")));
        UUID job = api.created(endless());
        api.awaitStatus(job, s -> "Doing wait".equals(s.getString("currentStep")));
        try (Connection other = Servers.connect(service.databaseUrl());
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select 1 from jobs where id = '" + older + "' for update");

            assertThat(api.cancel(job).statusCode()).isEqualTo(200);

            Await.until(Duration.ofSeconds(20), aborted::get);
        }
    }

    @Test
    void aQueuedJobThatIsCancelledNeverStarts() {
        UUID running = api.created(endless());
        api.await(running, "running");
        UUID queued = api.created(Api.order("Waits"));

        assertThat(api.cancel(queued).statusCode()).isEqualTo(200);
        api.cancel(running);
        UUID after = api.created(Api.order("After"));
        api.await(after, "succeeded");

        assertThat(api.status(queued).getString("errorCode")).isEqualTo("CANCELLED");
        assertThat(pipeline.runs(queued, "write")).isZero();
    }

    @Test
    void aFinishedJobCannotBeCancelled() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        HttpResponse<String> answer = api.cancel(job);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("JOB_NOT_CANCELLABLE");
    }

    @Test
    void cancellingGivesTheCreditBackOnce() {
        UUID job = api.created(endless());
        api.await(job, "running");

        long ok = IntStream.range(0, 8)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> api.cancel(job).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(status -> status == 200)
                .count();

        assertThat(ok).isEqualTo(1);
        assertThat(balance()).isEqualTo(5);
        assertThat(sumOfEntries()).isEqualTo(5);
    }

    @Test
    void cancelAgainstCompletionHasOneWinner() {
        for (int i = 0; i < 20; i++) {
            UUID job = api.created(Api.order("Race " + i)
                    .put("organizationId", UUID.randomUUID().toString()));
            int cancelled = api.cancel(job).statusCode();

            JsonObject end = api.await(job, "succeeded", "failed");

            assertThat(end.getString("status")).isEqualTo(cancelled == 200 ? "failed" : "succeeded");
            if (cancelled != 200) {
                break;
            }
        }
        assertThat(balance()).isEqualTo(sumOfEntries());
    }

    @Test
    void aRetryRunsOnlyWhatHadNotCompleted() {
        refuses.set(true);
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "failed");
        refuses.set(false);

        assertThat(api.retry(job).statusCode()).isEqualTo(200);

        JsonObject end = api.await(job, "succeeded");
        assertThat(end.getInteger("attempt")).isEqualTo(2);
        assertThat(end.getString("error")).isNull();
        assertThat(pipeline.runs(job, "write")).isEqualTo(1);
        assertThat(pipeline.runs(job, "check")).isEqualTo(2);
    }

    @Test
    void onlyAFailedOrCancelledJobCanBeRetried() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        HttpResponse<String> answer = api.retry(job);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("JOB_NOT_RETRYABLE");
        assertThat(Api.json(answer).getString("message"))
                .isEqualTo("Only a failed or cancelled job can be retried; this one is neither.");
    }

    @Test
    void twoRetriesAtOnceMakeOneAttempt() {
        refuses.set(true);
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "failed");
        refuses.set(false);

        long ok = IntStream.range(0, 6)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> api.retry(job).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(status -> status == 200)
                .count();

        assertThat(ok).isEqualTo(1);
        assertThat(api.await(job, "succeeded").getInteger("attempt")).isEqualTo(2);
        assertThat(balance()).isEqualTo(4);
        assertThat(sumOfEntries()).isEqualTo(4);
    }

    @Test
    void aStepThatFailsForAMomentIsTriedAgainWithinTheAttempt() {
        hiccups.set(2);
        UUID job = api.created(Api.order("Tomatoes"));

        JsonObject end = api.await(job, "succeeded", "failed");

        assertThat(end.getString("status")).isEqualTo("succeeded");
        assertThat(end.getInteger("attempt")).isEqualTo(1);
        assertThat(pipeline.runs(job, "check")).isEqualTo(3);
    }

    @Test
    void aStepThatKeepsFailingFailsTheJobAndGivesTheCreditBack() {
        hiccups.set(100);
        UUID job = api.created(Api.order("Tomatoes"));

        JsonObject end = api.await(job, "failed");

        assertThat(end.getString("errorCode")).isEqualTo("MODEL_UNAVAILABLE");
        assertThat(end.getString("error")).isEqualTo("Not now.");
        assertThat(balance()).isEqualTo(5);
    }

    @Test
    void aPostIsSavedOnceHoweverOftenTheJobIsRetried() {
        refuses.set(true);
        UUID job = api.created(Api.order("Tomatoes"));
        for (int i = 0; i < 2; i++) {
            api.await(job, "failed");
            assertThat(api.retry(job).statusCode()).isEqualTo(200);
        }
        api.await(job, "failed");
        refuses.set(false);
        api.retry(job);
        api.await(job, "succeeded");

        assertThat(Sql.number(service.databaseUrl(), "select count(*) from posts where job_id = '" + job + "'"))
                .isEqualTo(1);
    }

    @Test
    void theLastCreditIsHeldForOneOfTwoOrders() {
        for (int i = 0; i < 4; i++) {
            api.created(endless());
        }
        var answers =
                IntStream.range(0, 2)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.create(endless())))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers.stream().map(HttpResponse::statusCode)).containsExactlyInAnyOrder(201, 402);
        JsonObject refused = answers.stream()
                .filter(answer -> answer.statusCode() == 402)
                .map(Api::json)
                .findFirst()
                .orElseThrow();
        assertThat(refused.getString("errorCode")).isEqualTo("INSUFFICIENT_CREDITS");
        assertThat(refused.getJsonObject("data").getInteger("creditsAvailable")).isZero();
        assertThat(refused.getJsonObject("data").getString("upgradeUrl")).isEqualTo("/pricing");
    }

    private static JsonObject endless() {
        return Api.order("Endless").put("endless", true);
    }

    private long balance() {
        return Sql.number(service.databaseUrl(), "select credit_balance from users where id = '" + api.user() + "'");
    }

    private long sumOfEntries() {
        return Sql.number(
                service.databaseUrl(), "select sum(amount) from credit_entries where user_id = '" + api.user() + "'");
    }
}
