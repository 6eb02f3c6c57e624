package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step that stores its parts, publishes events while it runs, and narrates. */
class PartsIT {
    private final AtomicInteger firstParts = new AtomicInteger();
    private final AtomicInteger secondParts = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private Service service;
    private Api api;

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aPartThatSucceededIsNotDoneAgainWhenItsStepIsTriedAgain() {
        UUID job = started(ErrorCode.MODEL_UNAVAILABLE, 2);

        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");

        assertThat(firstParts).hasValue(1);
        assertThat(secondParts).hasValue(3);
    }

    @Test
    void aPartThatSucceededIsNotDoneAgainWhenTheJobIsRetried() {
        UUID job = started(ErrorCode.MODEL_REFUSED, 1);
        api.await(job, "failed");

        api.retry(job);
        JsonObject end = api.await(job, "succeeded");

        assertThat(firstParts).hasValue(1);
        assertThat(end.getJsonObject("result").getJsonObject("work").getString("parts"))
                .isEqualTo("first second");
    }

    @Test
    void whatPartsTellIsToldOnceAndNumberedWithoutGaps() {
        UUID job = started(ErrorCode.MODEL_REFUSED, 1);
        api.await(job, "failed");
        api.retry(job);
        api.await(job, "succeeded");

        assertThat(events(job))
                .isEqualTo("1 step-change,2 working,3 first-result,4 failed,"
                        + "5 step-change,6 working,7 second-result,8 work-result,9 complete");
    }

    @Test
    void whatAStepNarratedBeforeItWasTriedAgainIsTakenBack() {
        UUID job = started(ErrorCode.MODEL_UNAVAILABLE, 1);
        api.await(job, "succeeded");

        assertThat(text(
                        "select string_agg(step || ' ' || (data ->> 'content'), ',' order by seq) from narrative_events"
                                + " where job_id = $job",
                        job))
                .isEqualTo("greet hello,work one,work two,work three");
        assertThat(Integer.parseInt(text("select max(seq) from narrative_events where job_id = $job", job)))
                .isGreaterThan(4);
    }

    @Test
    void anEndedRunDoesNoMoreParts() {
        ScriptedPipeline pipeline = new ScriptedPipeline()
                .step(
                        "work",
                        context -> context.part("endless", () -> cancelledIn(context))
                                .recover(cause -> context.part("late", () -> counted(firstParts, "late")))
                                .map(ScriptedPipeline.said("work")));
        service = Service.start(Map.of(), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
        UUID job = api.created(Api.order("Cancelled"));
        api.await(job, "running");

        api.cancel(job);

        assertThat(api.await(job, "failed").getString("errorCode")).isEqualTo("CANCELLED");
        service.close();
        assertThat(firstParts).hasValue(0);
        assertThat(text("select count(*) from job_steps where job_id = $job", job))
                .isEqualTo("0");
    }

    private static Future<StepResult> cancelledIn(StepContext context) {
        Promise<StepResult> promise = Promise.promise();
        context.cancellation().onCancel(() -> promise.fail(new Failure(ErrorCode.CANCELLED, "Cancelled")));
        return promise.future();
    }

    /** A job whose second part fails this often before it succeeds. */
    private UUID started(ErrorCode failure, int times) {
        failures.set(times);
        ScriptedPipeline pipeline = new ScriptedPipeline()
                .step(
                        "greet",
                        context -> context.narrate("transition", content("hello"))
                                .map(new StepResult(new JsonObject(), 0, List.of())))
                .step("work", context -> work(context, failure));
        service = Service.start(Map.of(), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
        return api.created(Api.order("In parts"));
    }

    private Future<StepResult> work(StepContext context, ErrorCode failure) {
        context.narrate("analysis-chunk", content("one"));
        return context.publish("working", new JsonObject())
                .compose(told -> context.narrate("analysis-chunk", content("two")))
                .compose(told -> context.part("first", () -> counted(firstParts, "first")))
                .compose(first -> context.part("second", () -> failing(failure, () -> counted(secondParts, "second")))
                        .map(second -> first.getString("part") + " " + second.getString("part")))
                .compose(parts -> context.narrate("analysis-chunk", content("three"))
                        .map(new StepResult(new JsonObject().put("parts", parts), 0, "work-result", new JsonObject())));
    }

    private Future<StepResult> failing(ErrorCode failure, Supplier<Future<StepResult>> otherwise) {
        if (failures.getAndDecrement() > 0) {
            secondParts.incrementAndGet();
            return Future.failedFuture(new Failure(failure, "Not now."));
        }
        return otherwise.get();
    }

    private static Future<StepResult> counted(AtomicInteger counter, String part) {
        counter.incrementAndGet();
        return Future.succeededFuture(
                new StepResult(new JsonObject().put("part", part), 1, part + "-result", new JsonObject()));
    }

    private static JsonObject content(String text) {
        return new JsonObject().put("content", text);
    }

    private String events(UUID job) {
        return text("select string_agg(seq || ' ' || name, ',' order by seq) from job_events where job_id = $job", job);
    }

    private String text(String query, UUID job) {
        return Sql.text(service.databaseUrl(), query.replace("$job", "'" + job + "'"));
    }
}
