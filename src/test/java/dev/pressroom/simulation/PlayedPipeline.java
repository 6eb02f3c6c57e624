package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
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

/**
 * A pipeline on one machine whose steps only wait: mostly briefly, sometimes longer than a lease. They narrate, work in parts,
 * fail transiently or permanently; some ignore their cancellation, and a few hang.
 */
final class PlayedPipeline implements Pipeline {
    private static final Map<JobType, List<List<String>>> STAGES = Map.of(
            JobType.CONTENT_GENERATION, List.of(List.of("outline"), List.of("parts", "article"), List.of("seo")),
            JobType.WEBSITE_ANALYSIS, List.of(List.of("page"), List.of("seo")));

    private static final Failure OVERLOADED = new Failure(ErrorCode.MODEL_UNAVAILABLE, "Busy.");
    private static final Failure REFUSED = new Failure(ErrorCode.MODEL_REFUSED, "No.");
    private static final Failure STOPPED = new Failure(ErrorCode.CANCELLED, "Stopped.");

    private final Machine machine;
    private final World world;
    private final Audit audit;
    private final JobType type;
    private final List<List<Step>> stages;

    private PlayedPipeline(Machine machine, Audit audit, JobType type, List<List<String>> stages) {
        this.machine = machine;
        this.world = machine.world();
        this.audit = audit;
        this.type = type;
        this.stages = stages.stream()
                .map(names -> names.stream()
                        .<Step>map(name -> name.equals("parts") ? new StepInParts() : new PlayedStep(name))
                        .toList())
                .toList();
    }

    static Map<JobType, Pipeline> on(Machine machine, Audit audit) {
        Map<JobType, Pipeline> all = new EnumMap<>(JobType.class);
        STAGES.forEach((type, stages) -> all.put(type, new PlayedPipeline(machine, audit, type, stages)));
        return all;
    }

    /** The names of all steps of such a job. */
    static List<String> stepsOf(JobType type) {
        return STAGES.get(type).stream().flatMap(List::stream).toList();
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
        for (List<Step> stage : stages) {
            for (Step step : stage) {
                if (run.outputs().of(step.name()) == null) {
                    audit.broken("job " + run.jobId() + " is finished without its step " + step.name());
                }
            }
        }
        return new Product(new JsonObject(), Optional.empty());
    }

    /** Runs a step whose duration and outcome are random. */
    private Future<StepResult> play(StepContext context, String name) {
        Lease lease = new Lease(context.jobId(), context.input().getInteger("attempt"), machine.node());
        Audit.Active active = audit.begins(machine, lease, name);
        if (audit.isPoison(lease.jobId())) {
            world.note("poison");
            machine.end();
            return Promise.<StepResult>promise().future();
        }
        boolean ignoresCancel = world.chance(0.3);
        Promise<Void> worked = Promise.promise();
        context.cancellation().onCancel(() -> {
            audit.ends(active);
            if (!ignoresCancel) {
                worked.tryFail(STOPPED);
            }
        });
        if (!world.chance(0.002)) {
            machine.after(duration(), worked::tryComplete);
        }
        return worked.future()
                .compose(done -> world.chance(0.4) ? narrate(context, lease, name) : Future.succeededFuture())
                .compose(sent ->
                        world.chance(0.2) ? context.publish("noticed", new JsonObject()) : Future.succeededFuture())
                .compose(sent -> verdict(name))
                .onComplete(ended -> audit.ends(active));
    }

    private Future<Void> narrate(StepContext context, Lease lease, String name) {
        JsonObject line = new JsonObject().put("step", name);
        return context.narrate("said", line).onSuccess(stored -> audit.narrated(lease, line.encode()));
    }

    private long duration() {
        if (world.chance(0.04)) {
            return world.between(3 * World.SECOND, 8 * World.SECOND);
        }
        return world.chance(0.1)
                ? world.between(World.SECOND / 2, 3 * World.SECOND)
                : world.between(World.MILLISECOND, World.SECOND / 3);
    }

    private Future<StepResult> verdict(String name) {
        if (world.chance(0.1)) {
            return Future.failedFuture(OVERLOADED);
        }
        if (world.chance(0.01)) {
            return Future.failedFuture(REFUSED);
        }
        return Future.succeededFuture(
                new StepResult(new JsonObject().put("made", name), 1, Audit.resultOf(name), new JsonObject()));
    }

    private final class PlayedStep extends NamedStep {
        PlayedStep(String name) {
            super(name, "Playing " + name, 1);
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            context.progress(0.5, "half");
            return play(context, name());
        }
    }

    private final class StepInParts extends NamedStep {
        StepInParts() {
            super("parts", "Playing in parts", 2);
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            return context.part("first", () -> play(context, "parts/first"))
                    .compose(first -> context.part("second", () -> play(context, "parts/second")))
                    .compose(second -> play(context, "parts"));
        }
    }
}
