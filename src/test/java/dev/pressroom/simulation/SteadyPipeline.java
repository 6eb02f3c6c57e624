package dev.pressroom.simulation;

import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A pipeline whose jobs all cost the same: each of its two steps reports its progress and takes a second. */
final class SteadyPipeline implements Pipeline {
    private final Machine machine;
    private final Set<UUID> endless;
    private final JobType type;
    private final List<List<Step>> stages =
            List.of(List.of(new SteadyStep("outline")), List.of(new SteadyStep("article")));

    private SteadyPipeline(Machine machine, Set<UUID> endless, JobType type) {
        this.machine = machine;
        this.endless = endless;
        this.type = type;
    }

    /** @param endless jobs that never end, nor do anything after their start */
    static Map<JobType, Pipeline> on(Machine machine, Set<UUID> endless) {
        Map<JobType, Pipeline> all = new EnumMap<>(JobType.class);
        JobType.known().forEach(type -> all.put(type, new SteadyPipeline(machine, endless, type)));
        return all;
    }

    @Override
    public JobType type() {
        return type;
    }

    @Override
    public List<List<Step>> stages() {
        return stages;
    }

    @Override
    public Duration usualDuration() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Product finish(Finished run) {
        return new Product(new JsonObject(), Optional.empty());
    }

    private final class SteadyStep extends NamedStep {
        SteadyStep(String name) {
            super(name, "Doing " + name, 1);
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            Promise<StepResult> done = Promise.promise();
            if (!endless.contains(context.jobId())) {
                context.progress(0.5, "half");
                machine.after(
                        World.SECOND,
                        () -> done.tryComplete(new StepResult(
                                new JsonObject().put("made", name()), 1, name() + "-result", new JsonObject())));
            }
            return done.future();
        }
    }
}
