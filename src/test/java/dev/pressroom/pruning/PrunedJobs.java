package dev.pressroom.pruning;

import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Jobs of four steps, each with a checkpoint and an event of 1.5 kB, and with a result of 6 kB. The texts cannot be compressed. */
final class PrunedJobs implements Pipeline {
    private static final int STEP_BYTES = 1500;
    private static final int RESULT_BYTES = 6000;

    private final Random random = new Random(24);

    private synchronized String text(int bytes) {
        byte[] data = new byte[bytes * 3 / 4];
        random.nextBytes(data);
        return Base64.getEncoder().encodeToString(data);
    }

    @Override
    public JobType type() {
        return JobType.CONTENT_GENERATION;
    }

    @Override
    public List<List<Step>> stages() {
        return Stream.of("context", "outline", "article", "seo")
                .map(name -> List.<Step>of(new TextStep(name)))
                .toList();
    }

    @Override
    public Duration usualDuration() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Product finish(Finished run) {
        return new Product(new JsonObject().put("text", text(RESULT_BYTES)), Optional.empty());
    }

    private final class TextStep implements Step {
        private final String name;

        private TextStep(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public Future<StepResult> run(StepContext context) {
            JsonObject output = new JsonObject().put("text", text(STEP_BYTES));
            return Future.succeededFuture(new StepResult(output, 1, name + "-result", output));
        }
    }
}
