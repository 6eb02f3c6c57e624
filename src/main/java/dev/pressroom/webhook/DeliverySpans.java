package dev.pressroom.webhook;

import dev.pressroom.job.JobTraces;
import dev.pressroom.trace.TraceSpan;
import dev.pressroom.trace.Tracing;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The spans of attempts to send deliveries. Each is a trace of its own with a link to the run of the job. They have no URL and
 * no host, which users choose, and the trace context is not sent to receivers.
 */
final class DeliverySpans {
    private final Tracing tracing;
    private final JobTraces traces;

    DeliverySpans(Tracing tracing, JobTraces traces) {
        this.tracing = tracing;
        this.traces = traces;
    }

    /** Sends within a span. The link is read meanwhile. */
    Future<Answer> around(Delivery delivery, Supplier<Future<Answer>> sending) {
        if (!tracing.isOn()) {
            return sending.get();
        }
        TraceSpan span = tracing.root("POST webhook", TraceSpan.Kind.CLIENT)
                .set("http.request.method", "POST")
                .set("pressroom.webhook.id", delivery.id().toString())
                .set("pressroom.webhook.try", delivery.tries());
        Future<Void> linked = traces.linkDelivery(delivery.id(), span);
        return sending.get().onSuccess(answer -> {
            span.set("pressroom.webhook.outcome", answer.outcome().name());
            answer.status().ifPresent(status -> span.set("http.response.status_code", status));
            if (answer.outcome() != Outcome.DELIVERED && answer.outcome() != Outcome.GONE) {
                span.failed(answer.outcome().name());
            }
            linked.onComplete(read -> span.end());
        });
    }
}
