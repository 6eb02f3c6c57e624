package dev.pressroom.worker;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.job.Owner;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The context of a step. After the run has ended its calls have no effect, or fail with {@code CANCELLED}. */
record RunningStep(JobRun run, Step step) implements StepContext {
    @Override
    public UUID jobId() {
        return run.jobId();
    }

    @Override
    public Owner owner() {
        return run.job().owner();
    }

    @Override
    public String tenant() {
        return run.job().tenant();
    }

    @Override
    public Optional<UUID> organizationId() {
        return run.job().organizationId();
    }

    @Override
    public JsonObject input() {
        return run.job().input();
    }

    @Override
    public JsonObject output(String name) {
        return run.output(name);
    }

    @Override
    public Cancellation cancellation() {
        return run.cancellation();
    }

    @Override
    public CallScope calls() {
        return new CallScope(run.cancellation(), run.meter(step), run.span().of(step));
    }

    @Override
    public void progress(double fraction, String phase) {
        if (run.isLive()) {
            run.progress(step, fraction, phase);
        }
    }

    @Override
    public Future<Void> publish(String event, JsonObject data) {
        return run.recordEvent(event, data);
    }

    @Override
    public Future<JsonObject> part(String name, Supplier<Future<StepResult>> work) {
        return run.part(step, name, work);
    }

    @Override
    public Future<Void> narrate(String event, JsonObject data) {
        return run.narrate(step, event, data);
    }

    @Override
    public void text(String piece) {
        if (run.isLive()) {
            run.append(piece);
        }
    }

    @Override
    public void restartText() {
        run.text().restart();
    }
}
