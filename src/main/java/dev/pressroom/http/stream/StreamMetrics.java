package dev.pressroom.http.stream;

import dev.pressroom.base.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of streams on this node: how many are open, and how long they were. One instance for all event loops. */
public final class StreamMetrics {
    private final AtomicInteger open = new AtomicInteger();
    private final Timer age;

    public StreamMetrics(MeterRegistry registry) {
        Gauge.builder("pressroom.streams.open", open, AtomicInteger::get)
                .description("Open event streams")
                .register(registry);
        this.age = Meters.longTimes("pressroom.stream.age", "Age of event streams at their end")
                .register(registry);
    }

    void opened() {
        open.incrementAndGet();
    }

    void ended(long ageNanos) {
        open.decrementAndGet();
        age.record(ageNanos, TimeUnit.NANOSECONDS);
    }
}
