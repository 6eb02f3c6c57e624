package dev.pressroom.job;

import dev.pressroom.base.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The metrics of accepted jobs on this node. */
public final class SubmitMetrics {
    private final MeterRegistry registry;
    private final Map<JobType, Counter> accepted = new EnumMap<>(JobType.class);
    private final Counter retried;
    private final Function<String, Timer> storing;

    public SubmitMetrics(MeterRegistry registry) {
        this.registry = registry;
        JobType.known()
                .forEach(type -> accepted.put(
                        type,
                        Counter.builder("pressroom.jobs.accepted")
                                .description("Jobs that were accepted")
                                .tag("type", type.wireName())
                                .register(registry)));
        this.retried = Counter.builder("pressroom.jobs.retried")
                .description("Failed jobs that were queued again on request of their owner")
                .register(registry);
        this.storing = Meters.cached(outcome -> Meters.shortTimes(
                        "pressroom.jobs.create", "Time to store a job, or a batch of jobs, durably")
                .tag("outcome", outcome)
                .register(registry));
    }

    /** Times the storing of a job or batch, labelled with its outcome. */
    <T> Future<T> timed(Future<T> stored) {
        Timer.Sample sample = Timer.start(registry);
        return stored.onComplete(done -> sample.stop(storing.apply(Meters.outcome(done.cause()))));
    }

    void accepted(JobType type) {
        accepted.get(type).increment();
    }

    void retried() {
        retried.increment();
    }
}
