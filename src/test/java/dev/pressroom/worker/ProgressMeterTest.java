package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<LeaseStore.ProgressReport> stored = new CopyOnWriteArrayList<>();
    private final List<Signal> told = new CopyOnWriteArrayList<>();
    private final UUID node = UUID.randomUUID();
    private final Lease lease = new Lease(UUID.randomUUID(), 1, UUID.randomUUID());

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        vertx.eventBus()
                .<Signal.Batch>consumer(
                        Addresses.watch(node),
                        message -> told.addAll(message.body().signals()));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** Uses a meter as a run does: on the event loop of its timers. */
    private ProgressMeter meter(int progress, Consumer<ProgressMeter> use) {
        Watchers watchers = new Watchers(new Signals(vertx), System::nanoTime);
        watchers.add(node);
        return meter(watchers, progress, use);
    }

    private ProgressMeter meter(Watchers watchers, int progress, Consumer<ProgressMeter> use) {
        Promise<ProgressMeter> used = Promise.promise();
        context.runOnContext(go -> {
            ProgressMeter meter =
                    new ProgressMeter(vertx, watchers, leases(), lease, progress, Duration.ofSeconds(100));
            use.accept(meter);
            used.complete(meter);
        });
        return used.future().await();
    }

    private LeaseStore leases() {
        return (LeaseStore) Proxy.newProxyInstance(
                LeaseStore.class.getClassLoader(), new Class<?>[] {LeaseStore.class}, (proxy, method, values) -> {
                    stored.add((LeaseStore.ProgressReport) values[0]);
                    return Future.succeededFuture(true);
                });
    }

    /** A subscriber that came between publishing and storing has received neither. */
    @Test
    void whatIsStoredIsToldBeforeAndAfter() {
        meter(0, meter -> meter.update(0.2, "Writing", Optional.empty()));

        Await.until(Duration.ofSeconds(5), () -> told.size() == 2);
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).progress()).isEqualTo(20);
        assertThat(stored.get(0).step()).isEqualTo("Writing");
    }

    @Test
    void aNodeThatWatchesLaterIsSentTheProgressAtOnce() {
        Watchers watchers = new Watchers(new Signals(vertx), System::nanoTime);
        meter(watchers, 0, meter -> {
            meter.update(0.2, "Writing", Optional.empty());
            watchers.add(node);
            meter.announceTo(node);
        });

        Await.until(Duration.ofSeconds(5), () -> !told.isEmpty());
        assertThat(((Signal.ProgressUpdated) told.get(0)).data()).contains("\"progress\":20");
    }

    @Test
    void withoutWatchersProgressIsStoredAndNotSent() {
        meter(new Watchers(new Signals(vertx), System::nanoTime), 0, meter -> {
            meter.update(0.2, "Writing", Optional.empty());
        });

        Await.until(Duration.ofSeconds(5), () -> !stored.isEmpty());
        assertThat(told).isEmpty();
    }

    @Test
    void aRunThatEndsAtOnceIsNotStored() {
        meter(0, brief -> {
            brief.update(0.2, "Writing", Optional.empty());
            brief.close();
        });
        meter(0, meter -> meter.update(0.3, "Writing", Optional.empty()));

        Await.until(Duration.ofSeconds(5), () -> !stored.isEmpty());
        assertThat(stored).extracting(LeaseStore.ProgressReport::progress).containsExactly(30);
    }

    @Test
    void itNeverGoesDown() {
        ProgressMeter used = meter(0, meter -> {
            meter.update(0.6, "Writing", Optional.empty());
            meter.update(0.3, "Writing", Optional.of("again"));
        });

        assertThat(used.progress()).isEqualTo(60);
    }

    @Test
    void itBeginsWhereTheAttemptWasInterrupted() {
        ProgressMeter used = meter(40, meter -> meter.update(0.1, "Planning", Optional.empty()));

        assertThat(used.progress()).isEqualTo(40);
    }

    @Test
    void aHundredIsForJobsThatAreSettled() {
        ProgressMeter used = meter(0, meter -> meter.update(1, "Checking", Optional.empty()));

        assertThat(used.progress()).isEqualTo(99);
    }

    @Test
    void theFirstGuessOfTheTimeLeftIsWhatIsUsual() {
        assertThat(meter(0, meter -> {}).etaSeconds()).isEqualTo(100);
    }

    @Test
    void theGuessShrinksAsTheWorkIsDone() {
        ProgressMeter used = meter(0, meter -> meter.update(0.9, "Checking", Optional.empty()));

        assertThat(used.etaSeconds()).isBetween(0, 10);
    }

    @Test
    void nothingCountsAfterItWasClosed() {
        ProgressMeter used = meter(0, meter -> {
            meter.close();
            meter.update(0.5, "Writing", Optional.empty());
        });

        assertThat(used.progress()).isZero();
    }
}
