package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.HeldPoll;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.Webhooks;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of jobs that the maintenance fails: jobs that did not start in time, and jobs that have lost their workers. */
class FailedByServiceIT {
    private static volatile Promise<Void> gate = Promise.promise();
    private static Service service;

    private WebhookReceiver receiver;
    private Api api;

    /** Why the service fails a job. */
    private enum Reason {
        EXPIRED,
        WORKER_LOST
    }

    @BeforeAll
    static void startService() {
        service = Service.start(
                Map.of("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "on", "PRESSROOM_WORKERS", "1", "STARTING_CREDITS", "10"),
                new ScriptedPipeline()
                        .step(
                                "write",
                                context -> ScriptedPipeline.here(gate.future()).map(ScriptedPipeline.said("write")))
                        .asPipelines());
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @BeforeEach
    void start() {
        gate = Promise.promise();
        receiver = WebhookReceiver.start();
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        gate.tryComplete();
        receiver.close();
    }

    @ParameterizedTest
    @EnumSource
    void anOpenStreamEndsWithTheReason(Reason reason) {
        UUID job = live(reason);
        try (Sse stream = api.stream(job)) {
            stream.await("connected");

            fail(job, reason);

            JsonObject failed = stream.awaitEnd().await("failed").json();
            assertThat(failed.getString("errorCode")).isEqualTo(reason.name());
            assertThat(failed.getBoolean("retryable")).isTrue();
            assertThat(stream.ids())
                    .endsWith(stream.events("failed").get(0).id().getAsInt());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeldPollIsAnsweredWithTheReason(Reason reason) {
        UUID job = live(reason);
        HeldPoll poll = HeldPoll.of(api, job);

        fail(job, reason);

        JsonObject status = Api.json(poll.response());
        assertThat(status.getString("status")).isEqualTo("failed");
        assertThat(status.getString("errorCode")).isEqualTo(reason.name());
    }

    @ParameterizedTest
    @EnumSource
    void theCreditIsGivenBack(Reason reason) {
        UUID job = live(reason);
        assertThat(availableCredits()).isEqualTo(9);

        fail(job, reason);
        api.await(job, "failed");

        assertThat(availableCredits()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void aWebhookReportsTheReason(Reason reason) {
        String secret = new Webhooks(api).secret();
        new Webhooks(api).save(receiver.url());
        UUID job = live(reason);

        fail(job, reason);

        WebhookReceiver.Received received = receiver.awaitOne();
        assertThat(received.type()).isEqualTo("job.failed");
        assertThat(received.job()).isEqualTo(job);
        assertThat(received.isSignedWith(secret)).isTrue();
        assertThat(received.body().getJsonObject("data").getString("errorCode")).isEqualTo(reason.name());
    }

    /** A job that waits for the only worker, or one that runs. */
    private UUID live(Reason reason) {
        return switch (reason) {
            case EXPIRED -> {
                Api other = service.api(UUID.randomUUID());
                other.await(other.created(Api.order("Occupies the only worker")), "running");
                yield api.created(Api.order("Late").put("startWithinSeconds", 3600));
            }
            case WORKER_LOST -> {
                UUID job = api.created(Api.order("Loses its worker"));
                api.await(job, "running");
                yield job;
            }
        };
    }

    /** Lets the time pass in which the job must start, or makes its worker one that was lost after many others. */
    private static void fail(UUID job, Reason reason) {
        String change = switch (reason) {
            case EXPIRED -> "start_before = now() - interval '1 second'";
            case WORKER_LOST ->
                "lease_owner = gen_random_uuid(), lease_until = now() - interval '1 minute',"
                        + " losses = 50, lone_losses = 50";
        };
        Servers.execute(service.databaseUrl(), "update jobs set " + change + " where id = '" + job + "'");
    }

    private int availableCredits() {
        return Api.json(api.get("/api/v1/user/credits")).getJsonObject("data").getInteger("availableCredits");
    }
}
