package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.JobType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What is counted and timed about jobs. */
public final class JobMetrics {
    private final MeterRegistry registry;

    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Times a step, by how it ended. */
    <T> Future<T> timed(JobType type, String step, Future<T> work) {
        Timer.Sample sample = Timer.start(registry);
        return work.onComplete(done -> sample.stop(registry.timer(
                "pressroom.step", "type", type.wireName(), "step", step, "outcome", name(done.cause()))));
    }

    /** Counts an attempt that has ended, and how long it took. */
    void ended(JobType type, RunOutcome outcome, Timer.Sample sample) {
        sample.stop(registry.timer("pressroom.run", "type", type.wireName(), "outcome", outcome.label()));
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void rescued(int jobs) {
        registry.counter("pressroom.jobs.rescued").increment(jobs);
    }

    void nodesLost(int nodes) {
        registry.counter("pressroom.nodes.lost").increment(nodes);
    }

    void blocked() {
        registry.counter("pressroom.jobs.blocked").increment();
    }

    void relayed(int jobs) {
        registry.counter("pressroom.jobs.relayed").increment(jobs);
    }

    void running(Supplier<Number> count) {
        Gauge.builder("pressroom.jobs.running", count)
                .strongReference(true)
                .description("Jobs that run on this node")
                .register(registry);
    }

    private static String name(Throwable cause) {
        if (cause == null) {
            return "ok";
        }
        return cause instanceof Failure failure ? failure.code().name() : ErrorCode.INTERNAL.name();
    }
}
