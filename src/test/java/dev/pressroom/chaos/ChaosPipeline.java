package dev.pressroom.chaos;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.worker.Attempts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the jobs of a chaos run do: plan, write, illustrate and check side by side, review; each takes 100 to 300 ms and
 * signs its output with the node and the attempt it ran in, and with the tokens that its model calls used. The order's {@code kind} may ask for a step that fails, that
 * halts the JVM, that blocks a thread, or that does what the real pipeline does.
 */
final class ChaosPipeline implements Pipeline {
    /** The names of all steps. */
    static final List<String> STEPS = List.of("plan", "write", "illustrate", "check", "review");

    /** The model of all calls. */
    static final String MODEL = "chaos";

    private static final int PIECES = 3;
    private static final long BLOCKED_MILLIS = 6000;

    private final UUID node;
    private final Runs runs;
    private final Pipeline real;

    /**
     * @param runs is told of each step before it does anything
     * @param real of content generation, for {@link ChaosJob.Kind#ARTICLE}
     */
    ChaosPipeline(UUID node, Runs runs, Pipeline real) {
        this.node = node;
        this.runs = runs;
        this.real = real;
    }

    /** Hears which steps run. */
    interface Runs {
        void began(UUID job, String step, int attempt);
    }

    @Override
    public JobType type() {
        return JobType.CONTENT_GENERATION;
    }

    @Override
    public List<List<Step>> stages() {
        return List.of(
                List.of(new SignedStep("plan")),
                List.of(new SignedStep("write")),
                List.of(new SignedStep("illustrate"), new SignedStep("check")),
                List.of(new SignedStep("review")));
    }

    @Override
    public Duration usualDuration() {
        return Duration.ofMillis(800);
    }

    /** The result tells how long the attempt took, by which the audit knows a result of an attempt that was over. */
    @Override
    public Product finish(Finished run) {
        JsonObject result = new JsonObject().put("took", run.duration().toMillis());
        STEPS.forEach(step -> result.put(step, run.outputs().of(step)));
        UUID post = postOf(run.jobId());
        String title = run.input().getJsonObject("topic").getString("title");
        return new Product(result, Optional.of(new Post(post, title, result.encode(), "draft", new JsonObject())));
    }

    /** The id of the post of a job. */
    static UUID postOf(UUID job) {
        return new UUID(job.getMostSignificantBits(), ~job.getLeastSignificantBits());
    }

    private final class SignedStep implements Step {
        private final String name;

        SignedStep(String name) {
            this.name = name;
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
            int attempt = Attempts.of(context);
            runs.began(context.jobId(), name, attempt);
            int inputTokens = called(context);
            ChaosJob.Kind kind = ChaosJob.Kind.of(context.input());
            if (kind == ChaosJob.Kind.POISON && name.equals("write")) {
                Runtime.getRuntime().halt(9);
            }
            if (kind == ChaosJob.Kind.FAULTY && name.equals("check")) {
                return pause().compose(rested ->
                        Future.failedFuture(new Failure(ErrorCode.MODEL_REFUSED, "This order asked to fail.")));
            }
            Future<Void> done = name.equals("write") ? written(context, kind) : pause();
            return done.map(rested -> signed(attempt, inputTokens));
        }

        /** Reports one or two calls of a model. Returns their input tokens. */
        private static int called(StepContext context) {
            int calls = ThreadLocalRandom.current().nextInt(1, 3);
            int inputTokens = 0;
            for (int call = 0; call < calls; call++) {
                int tokens = ThreadLocalRandom.current().nextInt(100, 1000);
                context.calls().onUsage().accept(ModelUsage.ofText(MODEL, tokens, 10));
                inputTokens += tokens;
            }
            return inputTokens;
        }

        private Future<Void> written(StepContext context, ChaosJob.Kind kind) {
            return switch (kind) {
                case ORDINARY, FAULTY, POISON -> written(context, 0);
                case BLOCKING -> Vertx.currentContext().executeBlocking(SignedStep::block, false);
                case ARTICLE -> NestedRun.of(real, context).recover(refused -> Future.succeededFuture());
            };
        }

        private static Void block() throws InterruptedException {
            Thread.sleep(BLOCKED_MILLIS);
            return null;
        }

        private Future<Void> written(StepContext context, int piece) {
            if (piece == PIECES) {
                return Future.succeededFuture();
            }
            context.text("Piece " + piece + " of the text. ");
            context.progress((piece + 1.0) / PIECES, "");
            return pause(40, 90).compose(rested -> written(context, piece + 1));
        }

        private StepResult signed(int attempt, int inputTokens) {
            JsonObject output = new JsonObject()
                    .put("step", name)
                    .put("node", node.toString())
                    .put("attempt", attempt)
                    .put("inputTokens", inputTokens);
            return new StepResult(output, 1, name + "-result", output);
        }

        private Future<Void> pause() {
            return pause(100, 300);
        }

        private Future<Void> pause(int least, int most) {
            Promise<Void> rested = Promise.promise();
            Vertx.currentContext()
                    .owner()
                    .setTimer(ThreadLocalRandom.current().nextInt(least, most), timer -> rested.complete());
            return rested.future();
        }
    }
}
