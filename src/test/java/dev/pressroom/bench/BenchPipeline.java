package dev.pressroom.bench;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs whose own work costs nothing: one step, which tells four times how far it has come. The order says how large the
 * result is, and whether the step waits until it is released; meanwhile it may be made to write.
 */
final class BenchPipeline implements Pipeline {
    /** In the result: when the step began, in microseconds since 1970. */
    static final String BEGAN = "began";

    static final String RESULT_BYTES = "resultBytes";
    static final String HELD = "held";
    /** Milliseconds before each progress update; 0: all at once. */
    static final String SPREAD = "spread";

    private static final int PARTS = 4;

    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    private volatile Context worker;

    private record Held(StepContext context, Promise<Void> released) {}

    int heldJobs() {
        return held.size();
    }

    /** Where the held jobs run: what is done with them is done there. */
    Context worker() {
        return worker;
    }

    /** Lets all held jobs end. */
    Future<Void> release() {
        held.values().forEach(each -> each.released.tryComplete());
        held.clear();
        return Future.succeededFuture();
    }

    /** Tells one durable event of about {@code bytes} in each held job. */
    Future<Void> tell(int bytes) {
        JsonObject data = new JsonObject().put("said", SampleText.marked(bytes));
        return Future.join(held.values().stream()
                        .map(each -> each.context.publish("work-result", data))
                        .toList())
                .mapEmpty();
    }

    /** Writes a piece of text in each held job. */
    void write(String piece) {
        held.values().forEach(each -> each.context.text(piece));
    }

    @Override
    public JobType type() {
        return JobType.CONTENT_GENERATION;
    }

    @Override
    public List<List<Step>> stages() {
        return List.of(List.of(new WorkStep()));
    }

    @Override
    public Duration usualDuration() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Product finish(Finished run) {
        JsonObject result = new JsonObject()
                .put(BEGAN, run.outputs().of("work").getLong(BEGAN))
                .put("text", texts.computeIfAbsent(run.input().getInteger(RESULT_BYTES, 0), SampleText::plain));
        return new Product(result, Optional.empty());
    }

    private static void tell(StepContext context, int part) {
        context.progress(part / (PARTS + 1.0), "part " + part);
    }

    private static Future<Void> spread(StepContext context, int millis, int part) {
        Promise<Void> waited = Promise.promise();
        Vertx.currentContext().owner().setTimer(millis, timer -> waited.complete());
        return waited.future().compose(next -> {
            if (part > PARTS) {
                return Future.succeededFuture();
            }
            tell(context, part);
            return spread(context, millis, part + 1);
        });
    }

    private final class WorkStep implements Step {
        @Override
        public String name() {
            return "work";
        }

        @Override
        public String title() {
            return "Working";
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            StepResult done = new StepResult(new JsonObject().put(BEGAN, HeldStreams.nowMicros()), 1, List.of());
            int spread = context.input().getInteger(SPREAD, 0);
            if (spread > 0) {
                return spread(context, spread, 1).map(done);
            }
            for (int part = 1; part <= PARTS; part++) {
                tell(context, part);
            }
            if (!context.input().getBoolean(HELD, false)) {
                return Future.succeededFuture(done);
            }
            worker = Vertx.currentContext();
            Promise<Void> released = Promise.promise();
            held.put(context.jobId(), new Held(context, released));
            return released.future().map(done);
        }
    }
}
