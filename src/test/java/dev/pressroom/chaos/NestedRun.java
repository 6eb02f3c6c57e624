package dev.pressroom.chaos;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.job.Owner;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Runs all steps of a pipeline inside a step of another; their events and text are dropped, their outputs too in the end. */
final class NestedRun implements StepContext {
    private final StepContext outer;
    private final Map<String, JsonObject> outputs = new HashMap<>();

    private NestedRun(StepContext outer) {
        this.outer = outer;
    }

    static Future<Void> of(Pipeline pipeline, StepContext outer) {
        NestedRun run = new NestedRun(outer);
        Future<Void> done = Future.succeededFuture();
        for (List<Step> stage : pipeline.stages()) {
            done = done.compose(before -> run.stage(stage));
        }
        return done;
    }

    private Future<Void> stage(List<Step> steps) {
        return Future.join(steps.stream().map(this::step).toList()).mapEmpty();
    }

    private Future<Void> step(Step step) {
        return step.run(this)
                .onSuccess(done -> outputs.put(step.name(), done.output()))
                .mapEmpty();
    }

    @Override
    public UUID jobId() {
        return outer.jobId();
    }

    @Override
    public String tenant() {
        return "user:nested";
    }

    @Override
    public Owner owner() {
        return outer.owner();
    }

    @Override
    public Optional<UUID> organizationId() {
        return outer.organizationId();
    }

    @Override
    public JsonObject input() {
        return outer.input();
    }

    @Override
    public JsonObject output(String step) {
        return outputs.get(step);
    }

    @Override
    public CallScope calls() {
        return outer.calls();
    }

    @Override
    public Cancellation cancellation() {
        return outer.cancellation();
    }

    @Override
    public void progress(double fraction, String phase) {}

    @Override
    public Future<Void> publish(String event, JsonObject data) {
        return Future.succeededFuture();
    }

    @Override
    public Future<JsonObject> part(String name, Supplier<Future<StepResult>> work) {
        return work.get().map(StepResult::output);
    }

    @Override
    public Future<Void> narrate(String event, JsonObject data) {
        return Future.succeededFuture();
    }

    @Override
    public void text(String piece) {}

    @Override
    public void restartText() {}
}
