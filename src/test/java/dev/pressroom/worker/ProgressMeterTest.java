package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import dev.pressroom.support.Service;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a database that is not there: what is stored is not looked at here. */
class ProgressMeterTest {
    private static final String NOWHERE = "postgresql://nobody@127.0.0.1:1/none";
    private final Vertx vertx = Vertx.vertx();
    private final Lease lease = new Lease(UUID.randomUUID(), 1, UUID.randomUUID());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private ProgressMeter meter(int progress) {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        Database database = Database.open(
                vertx,
                NOWHERE,
                SettingsLoader.load(Service.environment(), Optional.empty()).database());
        return new ProgressMeter(
                vertx,
                new Signals(vertx),
                new LeaseStore(database, lease.node(), Duration.ofSeconds(10), 3),
                lease,
                progress,
                Duration.ofSeconds(100));
    }

    @Test
    void itNeverGoesDown() {
        ProgressMeter meter = meter(0);
        meter.update(0.6, "Writing", Optional.empty());
        meter.update(0.3, "Writing", Optional.of("again"));

        assertThat(meter.progress()).isEqualTo(60);
    }

    @Test
    void itBeginsWhereTheAttemptWasInterrupted() {
        ProgressMeter meter = meter(40);
        meter.update(0.1, "Planning", Optional.empty());

        assertThat(meter.progress()).isEqualTo(40);
    }

    @Test
    void aHundredIsForJobsThatAreSettled() {
        ProgressMeter meter = meter(0);
        meter.update(1, "Checking", Optional.empty());

        assertThat(meter.progress()).isEqualTo(99);
    }

    @Test
    void theFirstGuessOfTheTimeLeftIsWhatIsUsual() {
        assertThat(meter(0).etaSeconds()).isEqualTo(100);
    }

    @Test
    void theGuessShrinksAsTheWorkIsDone() {
        ProgressMeter meter = meter(0);
        meter.update(0.9, "Checking", Optional.empty());

        assertThat(meter.etaSeconds()).isBetween(0, 10);
    }

    @Test
    void nothingCountsAfterItWasClosed() {
        ProgressMeter meter = meter(0);
        meter.close();
        meter.update(0.5, "Writing", Optional.empty());

        assertThat(meter.progress()).isZero();
    }
}
