package dev.pressroom.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.support.Stores;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueMinutesIT {
    private final Stores stores = Stores.open();
    private final QueueMinutes minutes = new QueueMinutes(stores.database());

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aMinuteHasTheLargestOfItsSamples() {
        OffsetDateTime minute = OffsetDateTime.now().truncatedTo(ChronoUnit.MINUTES);
        add(minute.plusSeconds(10), 5, 3, 7);
        add(minute.plusSeconds(20), 2, 8, 1);
        add(minute.plusSeconds(30), 0, 0, 0);

        assertThat(stores.done(() -> minutes.read(10))).singleElement().satisfies(stored -> {
            assertThat(stored.minute().toInstant()).isEqualTo(minute.toInstant());
            assertThat(List.of(stored.depth(), stored.oldestSeconds(), stored.running()))
                    .containsExactly(5L, 8L, 7L);
        });
    }

    private void add(OffsetDateTime at, int depth, int oldestSeconds, int running) {
        Optional<OffsetDateTime> oldest = Optional.of(at.minusSeconds(oldestSeconds));
        QueueStates.OfType type = new QueueStates.OfType(JobType.CONTENT_GENERATION, depth, false, oldest, running);
        stores.done(() -> minutes.add(new QueueStates.State(at, List.of(type))));
    }
}
