package dev.pressroom.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pruning.PruningRun.Result;
import dev.pressroom.pruning.TableSizes.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short run of {@code scripts/pruning}. Autovacuum works once a minute, so only a long run shows whether tables stay flat. */
class PruningIT {
    @Test
    void oldJobsAreDeletedAndSizesAreSampled() {
        Result result = new PruningRun(6, 1, Duration.ofSeconds(5), 200).run(progress -> {});

        assertThat(result.samples()).hasSize(6);
        assertThat(result.jobs()).isGreaterThanOrEqualTo(500);
        assertThat(result.reindexed()).containsKeys("jobs", "job_events");
        assertThat(result.stored()).isLessThan(result.jobs());
    }

    @Test
    void aTableThatGrowsIsFound() {
        Result result = new Result(List.of(sample(1), sample(20), sample(30)), 0, 0, Map.of());

        assertThat(result.growing()).containsExactly("job_events");
    }

    private static Map<String, Size> sample(long megabytes) {
        return Map.of(
                "job_events", new Size(megabytes << 20, 0),
                "job_steps", new Size(8 << 20, 8 << 20),
                "credit_entries", new Size(megabytes << 20, 0));
    }
}
