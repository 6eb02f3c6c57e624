package dev.pressroom.webhook;

import dev.pressroom.base.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The metrics of deliveries: attempts of this node by outcome, and the backlog of the cluster. */
final class WebhookMetrics {
    private final MeterRegistry registry;
    private volatile DeliveryStore.Backlog backlog = new DeliveryStore.Backlog(0, 0);

    WebhookMetrics(MeterRegistry registry, Supplier<Number> sending) {
        this.registry = registry;
        List.of(Outcome.values()).forEach(this::attempts);
        Gauge.builder("pressroom.webhooks.sending", sending)
                .strongReference(true)
                .description("Webhook deliveries that this node sends now")
                .register(registry);
        Gauge.builder("pressroom.webhooks.pending", () -> backlog.deliveries())
                .strongReference(true)
                .description("Webhook deliveries of all nodes that wait to be sent, counted up to 10,000")
                .register(registry);
        Gauge.builder("pressroom.webhooks.oldest", () -> backlog.oldestSeconds())
                .strongReference(true)
                .baseUnit("seconds")
                .description("Age of the oldest webhook delivery that waits, among those counted")
                .register(registry);
    }

    void attempted(Outcome outcome, Duration duration) {
        attempts(outcome).record(duration);
    }

    private Timer attempts(Outcome outcome) {
        return Meters.shortTimes("pressroom.webhooks.attempt", "Duration of attempts to send a webhook, by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void backlog(DeliveryStore.Backlog counted) {
        backlog = counted;
    }
}
