package dev.pressroom.pipeline.content;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.job.Owner;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.Pipeline.Finished;
import dev.pressroom.pipeline.Pipeline.Product;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Runs the content pipeline step after step, as a worker would, and remembers what it told. */
final class Run implements StepContext {
    static final UUID JOB = UUID.fromString("01900000-0000-7000-8000-000000000001");
    static final UUID ORGANIZATION = UUID.fromString("01900000-0000-7000-8000-000000000002");
    static final Instant NOW = Instant.parse("2026-02-02T12:00:00.120Z");

    final List<StepResult.Event> events = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<Double> fractions = new ArrayList<>();
    final Cancellation cancellation = new Cancellation();
    int restarts;

    private final ContentPipeline pipeline;
    private final JsonObject input;
    private final Map<String, JsonObject> outputs = new HashMap<>();
    private int tokens;

    Run(TextModel model, JsonObject organization, JsonObject input) {
        OrganizationContexts contexts = (owner, id) -> Future.succeededFuture(organization);
        this.pipeline =
                new ContentPipeline(model, contexts, Clock.fixed(NOW, ZoneOffset.UTC), java.time.Duration.ofMinutes(1));
        this.input = input;
    }

    Run all() throws Exception {
        for (List<Step> stage : pipeline.stages()) {
            for (Step step : stage) {
                StepResult result = step.run(this).await(10, SECONDS);
                outputs.put(step.name(), new JsonObject(result.output().encode()));
                tokens += result.tokens();
                events.addAll(result.events());
            }
        }
        return this;
    }

    Product product() {
        return pipeline.finish(
                new Finished(JOB, owner(), organizationId(), input, this::output, Duration.ofMillis(1234), tokens));
    }

    JsonObject event(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data();
    }

    int tokens() {
        return tokens;
    }

    @Override
    public UUID jobId() {
        return JOB;
    }

    @Override
    public String tenant() {
        return "user:1";
    }

    @Override
    public Owner owner() {
        return Owner.user(new UUID(1, 1));
    }

    @Override
    public Optional<UUID> organizationId() {
        return Optional.of(ORGANIZATION);
    }

    @Override
    public JsonObject input() {
        return input;
    }

    @Override
    public JsonObject output(String step) {
        return outputs.get(step);
    }

    @Override
    public CallScope calls() {
        return CallScope.uncounted(cancellation);
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public Future<Void> publish(String event, JsonObject data) {
        events.add(new StepResult.Event(event, data));
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
    public synchronized void progress(double fraction, String phase) {
        fractions.add(fraction);
    }

    @Override
    public synchronized void text(String piece) {
        texts.add(piece);
    }

    @Override
    public synchronized void restartText() {
        restarts++;
        texts.clear();
    }
}
