package dev.pressroom.job;

import dev.pressroom.base.Meters;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The spans of jobs by the semantic conventions for messaging: a job is a message, its type the destination. The span of
 * sending belongs to the trace of the request. A run is a trace of its own.
 */
public final class JobSpans {
    private static final String JOB = "pressroom.job.id";
    private static final String ATTEMPT = "pressroom.job.attempt";
    private static final String DESTINATION = "messaging.destination.name";

    private JobSpans() {}

    /** Starts the span of storing and queueing a job. */
    static TraceSpan send(TraceSpan request, Submission job) {
        TraceSpan span = sending(request, "send " + job.type().wireName());
        return span == TraceSpan.NONE
                ? span
                : span.set(DESTINATION, job.type().wireName())
                        .set("messaging.message.id", job.id().toString())
                        .set(JOB, job.id().toString());
    }

    /** As {@link #send(TraceSpan, Submission)}, one span for all jobs of a request. */
    static TraceSpan send(List<Submission> jobs) {
        TraceSpan request = jobs.isEmpty() ? TraceSpan.NONE : jobs.get(0).span();
        return sending(request, "send batch").set("messaging.batch.message_count", jobs.size());
    }

    /** As {@link #send(TraceSpan, Submission)}, for the next attempt of a job. */
    static TraceSpan retry(TraceSpan request, UUID job) {
        TraceSpan span = sending(request, "send retry");
        return span == TraceSpan.NONE ? span : span.set(JOB, job.toString());
    }

    private static TraceSpan sending(TraceSpan request, String name) {
        return system(request.child(name, TraceSpan.Kind.PRODUCER))
                .set("messaging.operation.name", "send")
                .set("messaging.operation.type", "send");
    }

    /** Describes the span of a run. */
    public static TraceSpan process(TraceSpan span, LeasedJob job) {
        if (span == TraceSpan.NONE) {
            return span;
        }
        String id = job.lease().jobId().toString();
        Duration waited = job.waited();
        return system(span)
                .set("messaging.operation.name", "process")
                .set("messaging.operation.type", "process")
                .set(DESTINATION, job.type().wireName())
                .set("messaging.message.id", id)
                .set(JOB, id)
                .set(ATTEMPT, job.lease().attempt())
                .set("pressroom.job.wait_ms", waited.toMillis());
    }

    private static TraceSpan system(TraceSpan span) {
        return span.set("messaging.system", "pressroom");
    }

    /** Ends the span when {@code work} completes; a failure is recorded by its code. */
    public static <T> Future<T> ended(TraceSpan span, Future<T> work) {
        return span == TraceSpan.NONE
                ? work
                : work.onComplete(done -> {
                    if (done.failed()) {
                        span.failed(Meters.outcome(done.cause()));
                    }
                    span.end();
                });
    }
}
