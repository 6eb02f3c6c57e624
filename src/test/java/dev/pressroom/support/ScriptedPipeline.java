package dev.pressroom.support;

import dev.pressroom.Pipelines;
import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A content pipeline with steps of a test, which records the runs of each step per job. Its result contains the outputs of
 * all steps.
 */
public final class ScriptedPipeline implements Pipeline {
    /** The action of a step. */
    public interface Script extends Function<StepContext, Future<StepResult>> {}

    /** A run of a step. */
    public record Ran(UUID job, String step) {}

    private static final Logger LOG = LoggerFactory.getLogger(ScriptedPipeline.class);

    private final List<List<Step>> stages = new ArrayList<>();
    private final List<Ran> runs = new CopyOnWriteArrayList<>();
    private final Map<String, Promise<Void>> gates = new ConcurrentHashMap<>();
    private Runnable finishing = () -> {};
    private JobType type = JobType.CONTENT_GENERATION;

    /** Sets the type of its jobs; without it they generate content. */
    public ScriptedPipeline of(JobType other) {
        type = other;
        return this;
    }

    /** Sets an action that runs before the result is built. */
    public ScriptedPipeline finishing(Runnable script) {
        finishing = script;
        return this;
    }

    /** Adds a stage of one step. */
    public ScriptedPipeline step(String name, Script script) {
        stages.add(List.of(new ScriptedStep(name, script)));
        return this;
    }

    /** Adds a step that returns its name and one event. */
    public ScriptedPipeline step(String name) {
        return step(name, context -> Future.succeededFuture(said(name)));
    }

    /** Adds a step that waits until {@link #open} is called for it. */
    public ScriptedPipeline gated(String name) {
        gates.put(name, Promise.promise());
        return step(name, context -> here(gates.get(name).future()).map(said(name)));
    }

    /**
     * A future with the same result that completes on the event loop of the calling step, whichever thread completes the
     * original; it never completes once that event loop has ended.
     */
    public static <T> Future<T> here(Future<T> future) {
        Context context = Vertx.currentContext();
        Promise<T> here = Promise.promise();
        future.onComplete(done -> {
            try {
                context.runOnContext(go -> here.handle(done));
            } catch (RejectedExecutionException ended) {
                LOG.atDebug().log("the node of this step has stopped");
            }
        });
        return here.future();
    }

    /** Opens the gate of a step, permanently. */
    public void open(String name) {
        gates.get(name).tryComplete();
    }

    public static StepResult said(String name) {
        JsonObject output = new JsonObject().put("said", name);
        return new StepResult(output, 1, name + "-result", output);
    }

    /** Number of runs of a step for a job. */
    public long runs(UUID job, String step) {
        return runs.stream().filter(new Ran(job, step)::equals).count();
    }

    public List<Ran> runs() {
        return List.copyOf(runs);
    }

    public Pipelines asPipelines() {
        return node -> Map.of(type(), this);
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
        return Duration.ofSeconds(10);
    }

    @Override
    public Product finish(Finished run) {
        finishing.run();
        JsonObject result = new JsonObject();
        stages.forEach(stage ->
                stage.forEach(step -> result.put(step.name(), run.outputs().of(step.name()))));
        UUID post = new UUID(run.jobId().getMostSignificantBits(), ~run.jobId().getLeastSignificantBits());
        return new Product(
                result,
                Optional.of(new Post(
                        post,
                        run.input().getJsonObject("topic", new JsonObject()).getString("title", "An analysis"),
                        result.encode(),
                        "draft",
                        new JsonObject())));
    }

    private final class ScriptedStep implements Step {
        private final String name;
        private final Script script;

        ScriptedStep(String name, Script script) {
            this.name = name;
            this.script = script;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return "Doing " + name;
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            runs.add(new Ran(context.jobId(), name));
            return script.apply(context);
        }
    }
}
