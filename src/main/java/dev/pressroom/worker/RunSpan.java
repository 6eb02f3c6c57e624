package dev.pressroom.worker;

import dev.pressroom.base.Meters;
import dev.pressroom.job.JobSpans;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.pipeline.Step;
import dev.pressroom.trace.TraceSpan;
import dev.pressroom.trace.TraceSpan.Kind;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The span of a run, the first of its trace, and the spans of its steps. Confined to the context of the run. */
final class RunSpan {
    /** The span of a run without tracing. */
    static final RunSpan NONE = new RunSpan(TraceSpan.NONE, Future.succeededFuture());

    private final TraceSpan span;
    private final Future<Void> linked;
    private final Map<String, TraceSpan> steps = new HashMap<>();

    private RunSpan(TraceSpan span, Future<Void> linked) {
        this.span = span;
        this.linked = linked;
    }

    /** Starts the span. Its links are read meanwhile; the run does not wait for them. */
    static RunSpan start(WorkerServices services, LeasedJob job) {
        if (!services.tracing().isOn()) {
            return NONE;
        }
        TraceSpan span =
                JobSpans.process(services.tracing().root("process " + job.type().wireName(), Kind.CONSUMER), job);
        span.set("pressroom.node", services.node().toString());
        return new RunSpan(span, services.stores().beginTrace(job.lease(), span));
    }

    /** Ends the span when its links have been read. */
    void end(RunOutcome outcome) {
        span.set("pressroom.job.outcome", outcome.label());
        if (outcome instanceof RunOutcome.Failed) {
            span.failed(outcome.label());
        }
        linked.onComplete(read -> span.end());
    }

    /** Starts the span of a step and ends it with {@code work}. */
    <T> Future<T> step(Step step, Supplier<Future<T>> work) {
        if (this == NONE) {
            return work.get();
        }
        TraceSpan child = span.child("step " + step.name(), Kind.INTERNAL).set("pressroom.step", step.name());
        steps.put(step.name(), child);
        return JobSpans.ended(child, work.get());
    }

    void retried(Step step, Throwable cause) {
        of(step).event("retry", Meters.outcome(cause));
    }

    /** The span of the running step. */
    TraceSpan of(Step step) {
        return steps.getOrDefault(step.name(), TraceSpan.NONE);
    }

    TraceSpan run() {
        return span;
    }
}
