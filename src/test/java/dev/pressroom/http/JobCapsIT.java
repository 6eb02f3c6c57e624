package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queued and running jobs of one owner are capped. */
class JobCapsIT {
    private static final String PROXY = "127.0.0.0/8";
    private static final Map<String, String> CAPS = Map.of(
            "PRESSROOM_LIMITS_JOBS_OF_USER", "5",
            "PRESSROOM_LIMITS_JOBS_OF_VISITOR", "3",
            "PRESSROOM_TRUSTED_PROXIES", PROXY);

    private final ScriptedPipeline pipeline = new ScriptedPipeline().gated("write");
    private final Service service = Service.start(CAPS, pipeline.asPipelines());
    private final Api api = service.api(UUID.randomUUID());

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void oneMoreIsRefusedWithACodeOfItsOwnUntilOneHasEnded() {
        UUID first = created(5);

        HttpResponse<String> refused = api.create(Api.order("One more"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Api.json(refused).getString("errorCode")).isEqualTo("TOO_MANY_JOBS");
        assertThat(Api.json(refused).getString("message")).contains("at most 5");
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
                .isPositive();

        assertThat(api.cancel(first).statusCode()).isEqualTo(200);
        assertThat(api.create(Api.order("One more")).statusCode()).isEqualTo(201);
    }

    @Test
    void othersAreNotConcerned() {
        created(5);

        assertThat(service.api(UUID.randomUUID()).create(Api.order("Mine")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aBatchCountsWhole() {
        created(3);

        HttpResponse<String> refused = batch(3);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Api.json(refused).getString("errorCode")).isEqualTo("TOO_MANY_JOBS");
        assertThat(stored()).isEqualTo(3);

        assertThat(batch(2).statusCode()).isEqualTo(201);
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void aRetryIsOneMoreJob() {
        UUID cancelled = created(1);
        api.cancel(cancelled);
        created(5);

        HttpResponse<String> refused = api.retry(cancelled);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Api.json(refused).getString("errorCode")).isEqualTo("TOO_MANY_JOBS");
        assertThat(api.status(cancelled).getString("status")).isEqualTo("failed");
    }

    @Test
    void aReplayIsAnsweredThoughNothingMoreIsTaken() {
        JsonObject order = Api.order("Once");
        HttpResponse<String> first = api.create(order, "Idempotency-Key", "once");
        created(4);

        HttpResponse<String> again = api.create(order, "Idempotency-Key", "once");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void sessionsOfOneNetworkAreOneVisitor() {
        for (int i = 0; i < 3; i++) {
            assertThat(analysis("192.0.2.1").statusCode()).isEqualTo(201);
        }

        assertThat(analysis("192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(analysis("192.0.2.2").statusCode()).isEqualTo(201);
    }

    @Test
    void twoNodesCannotPassTheCapTogether() {
        Map<String, String> same = new HashMap<>(CAPS);
        same.put("DATABASE_URL", service.databaseUrl());
        same.put("REDIS_URL", service.redisUrl());
        try (Service other = Service.start(same, pipeline.asPipelines())) {
            List<Api> nodes = List.of(api, new Api(other.url(), other.token(api.user())));

            List<Integer> answers = Race.of(
                    60,
                    i -> i % 5 == 0
                            ? batch(nodes.get(i % 2), 2).statusCode()
                            : nodes.get(i % 2).create(Api.order("Article " + i)).statusCode());

            // Redis may be slow to answer on a busy machine.
            assertThat(answers).isSubsetOf(201, 429, 503);
            Await.until(
                    Duration.ofSeconds(60), () -> api.create(Api.order("Last")).statusCode() == 429);
            assertThat(stored()).isEqualTo(5);
        }
    }

    /** The first of these. */
    private UUID created(int count) {
        UUID first = api.created(Api.order("Article"));
        for (int i = 1; i < count; i++) {
            api.created(Api.order("Article " + i));
        }
        return first;
    }

    private HttpResponse<String> batch(int count) {
        return batch(api, count);
    }

    private static HttpResponse<String> batch(Api user, int count) {
        JsonArray jobs = new JsonArray();
        for (int i = 0; i < count; i++) {
            jobs.add(Api.order("Of a batch " + i).put("type", "content_generation"));
        }
        return user.post("/api/v1/jobs/batch", new JsonObject().put("jobs", jobs));
    }

    private HttpResponse<String> analysis(String address) {
        return service.session("session-" + UUID.randomUUID())
                .post(
                        "/api/v1/jobs/website-analysis",
                        new JsonObject().put("url", "https://example.com/"),
                        "X-Forwarded-For",
                        address);
    }

    private long stored() {
        return Sql.number(service.databaseUrl(), "select count(*) from jobs where status in ('queued', 'running')");
    }
}
