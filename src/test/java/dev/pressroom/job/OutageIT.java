package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Postgres and Redis stop and start again while the service runs. */
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").gated("write").step("check");
    private Servers.Own servers;
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        servers = Servers.own();
        service = Service.start(
                Map.of(
                        "DATABASE_URL",
                        servers.databaseUrl(),
                        "REDIS_URL",
                        servers.redisUrl(),
                        "PRESSROOM_WORKERS",
                        "1",
                        "PRESSROOM_LEASE_SECONDS",
                        "30"),
                pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        pipeline.open("write");
        service.close();
        servers.close();
    }

    @Test
    void whilePostgresIsAwayRequestsGet503AndAfterwardsAllIsWell() {
        UUID before = api.created(Api.order("Before"));
        api.await(before, "running");
        servers.stopPostgres();

        HttpResponse<String> answer = api.create(Api.order("Meanwhile"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(api.get("/api/v1/jobs/" + before + "/status").statusCode()).isEqualTo(503);
        assertThat(api.get("/api/v1/jobs/" + before + "/stream").statusCode()).isEqualTo(503);
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        pipeline.open("write");

        servers.startPostgres();
        JsonObject end = awaitedThroughOutage(before, "succeeded", "failed");
        assertThat(end.getString("status")).isEqualTo("succeeded");
        assertThat(end.getInteger("attempt")).isEqualTo(1);
        UUID after = api.created(Api.order("After"));
        assertThat(api.await(after, "succeeded").getInteger("progress")).isEqualTo(100);
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    @Test
    void anOpenStreamOutlivesAnOutageOfPostgresWithoutLosingAnEvent() {
        UUID job = api.created(Api.order("Watched"));
        Sse stream = api.stream(job);
        stream.await("plan-result");
        servers.killPostgres();
        pipeline.open("write");

        servers.startPostgres();

        stream.awaitEnd();
        assertThat(stream.ids()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whileRedisIsAwayNothingIsAcceptedButRunningJobsGoOn() {
        UUID running = api.created(Api.order("Running"));
        api.await(running, "running");
        UUID queued = api.created(Api.order("Queued"));
        api.awaitStatus(queued, s -> s.getInteger("queuePosition") != null);
        servers.stopRedis();

        Await.until(SOON, () -> api.create(Api.order("Meanwhile")).statusCode() == 503);
        HttpResponse<String> answer = api.create(Api.order("Meanwhile"));
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("QUEUE_UNAVAILABLE");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        pipeline.open("write");
        assertThat(api.await(running, "succeeded").getInteger("attempt")).isEqualTo(1);
        assertThat(api.status(queued).getString("status")).isEqualTo("queued");

        servers.startRedis();
        assertThat(api.await(queued, "succeeded").getInteger("attempt")).isEqualTo(1);
        Await.until(SOON, () -> api.create(Api.order("Afterwards")).statusCode() == 201);
    }

    @Test
    void whileRedisIsAwayARetryIsRefusedAndTheJobStaysFailed() {
        UUID job = api.created(Api.order("Cancelled"));
        api.await(job, "running");
        api.cancel(job);
        servers.stopRedis();

        HttpResponse<String> answer = api.retry(job);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(api.status(job).getString("status")).isEqualTo("failed");
    }

    @Test
    void anEmptiedRedisLosesNoJob() {
        UUID running = api.created(Api.order("Running"));
        api.await(running, "running");
        UUID first = api.created(Api.order("First"));
        UUID second = api.created(Api.order("Second"));
        api.awaitStatus(second, s -> s.getInteger("queuePosition") != null);

        Servers.flush(servers.redisUrl());
        pipeline.open("write");

        assertThat(api.await(first, "succeeded").getInteger("attempt")).isEqualTo(1);
        assertThat(api.await(second, "succeeded").getInteger("attempt")).isEqualTo(1);
        assertThat(Sql.number(servers.databaseUrl(), "select count(*) from posts"))
                .isEqualTo(3);
    }

    private JsonObject awaitedThroughOutage(UUID job, String... statuses) {
        Await.until(SOON, () -> api.get("/api/v1/jobs/" + job + "/status").statusCode() == 200);
        return api.await(job, statuses);
    }
}
