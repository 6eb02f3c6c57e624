package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoint of the last step is written together with the result. */
class LastStepIT {
    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").step("write");
    private final Service service = Service.start(Map.of(), pipeline.asPipelines());
    private final Api api = service.api(UUID.randomUUID());

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theLastCheckpointAndTheResultAreOfOneTransaction() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        assertThat(text(
                        "select string_agg(step || (s.xmin = r.xmin), ' ' order by step)"
                                + " from job_steps s join job_results r on r.job_id = s.job_id where s.job_id = $job",
                        job))
                .isEqualTo("planfalse writetrue");
        assertThat(events(job)).isEqualTo("1 step-change,2 plan-result,3 write-result,4 complete");
    }

    @Test
    void aResultThatIsRefusedDoesNotCostTheLastStepItsCheckpoint() {
        Servers.execute(service.databaseUrl(), "alter table posts add constraint refused check (title <> 'Refused')");
        UUID job = api.created(Api.order("Refused"));
        assertThat(api.await(job, "failed").getString("errorCode")).isEqualTo("INTERNAL");
        assertThat(events(job)).isEqualTo("1 step-change,2 plan-result,3 write-result,4 failed");

        Servers.execute(service.databaseUrl(), "alter table posts drop constraint refused");
        api.retry(job);
        api.await(job, "succeeded");

        assertThat(pipeline.runs(job, "write")).isEqualTo(1);
        assertThat(events(job))
                .isEqualTo("1 step-change,2 plan-result,3 write-result,4 failed,5 step-change,6 complete");
    }

    @Test
    void aResultThatCannotBePutTogetherDoesNotCostTheLastStepItsCheckpointEither() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ScriptedPipeline fragile = new ScriptedPipeline().step("write").finishing(() -> {
            if (broken.get()) {
                throw new IllegalStateException("no result");
            }
        });
        try (Service other = Service.start(Map.of(), fragile.asPipelines())) {
            Api user = other.api(UUID.randomUUID());
            UUID job = user.created(Api.order("Tomatoes"));
            assertThat(user.await(job, "failed").getString("errorCode")).isEqualTo("INTERNAL");
            user.retry(job);
            assertThat(user.await(job, "failed").getInteger("attempt")).isEqualTo(2);

            broken.set(false);
            user.retry(job);
            user.await(job, "succeeded");

            assertThat(fragile.runs(job, "write")).isEqualTo(1);
        }
    }

    /** A small result is published with the final event; a large one is read from Postgres. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void whoWatchesGetsTheWholeResultWithTheEnd(int size) {
        String text = "x".repeat(size);
        ScriptedPipeline gated = new ScriptedPipeline()
                .gated("wait")
                .step(
                        "write",
                        context -> Future.succeededFuture(
                                new StepResult(new JsonObject().put("text", text), 1, List.of())));
        try (Service other = Service.start(Map.of(), gated.asPipelines())) {
            Api watcher = other.api(UUID.randomUUID());
            UUID job = watcher.created(Api.order("Watched"));
            watcher.await(job, "running");
            Sse stream = watcher.stream(job);
            stream.await("step-change");
            gated.open("wait");

            Sse.Event end = stream.awaitEnd().await("complete");
            assertThat(stream.ids()).containsExactly(1, 2, 3);
            assertThat(end.json())
                    .isEqualTo(
                            new JsonObject().put("result", watcher.status(job).getJsonObject("result")));
            assertThat(end.json().getJsonObject("result").getJsonObject("write").getString("text"))
                    .isEqualTo(text);
        }
    }

    private String events(UUID job) {
        return text("select string_agg(seq || ' ' || name, ',' order by seq) from job_events where job_id = $job", job);
    }

    private String text(String query, UUID job) {
        return Sql.text(service.databaseUrl(), query.replace("$job", "'" + job + "'"));
    }
}
