package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job from its creation to its end, over HTTP. */
class JobLifeIT {
    private static final ScriptedPipeline PIPELINE =
            new ScriptedPipeline().step("plan").step("write").step("check");
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(java.util.Map.of(), PIPELINE.asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aJobRunsAllItsStepsAndSucceeds() {
        UUID job = api.created(Api.order("Tomatoes"));

        JsonObject status = api.await(job, "succeeded");

        assertThat(status.getInteger("progress")).isEqualTo(100);
        assertThat(status.getJsonObject("result").fieldNames()).containsExactlyInAnyOrder("plan", "write", "check");
        assertThat(status.getInteger("attempt")).isEqualTo(1);
    }

    @Test
    void aStreamShowsTheWholeLifeInOrder() {
        UUID job = api.created(Api.order("Tomatoes"));

        Sse stream = api.stream(job).awaitEnd();

        assertThat(stream.ids()).containsExactly(1, 2, 3, 4, 5);
        assertThat(stream.events().stream().filter(e -> e.id().isPresent()).map(Sse.Event::name))
                .containsExactly("step-change", "plan-result", "write-result", "check-result", "complete");
        assertThat(stream.events().get(0).name()).isEqualTo("connected");
    }
}
