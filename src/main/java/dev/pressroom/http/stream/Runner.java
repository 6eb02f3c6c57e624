package dev.pressroom.http.stream;

import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import java.util.Optional;
import java.util.UUID;

/** The node that runs an attempt of a job. */
public record Runner(int attempt, UUID node) {
    static Optional<Runner> of(JobView row) {
        return row.lease().map(node -> new Runner(row.attempt(), node));
    }

    static Runner of(Signal.RunStarted started) {
        return new Runner(started.attempt(), started.node());
    }

    /** Whether another node ran this attempt before: one that stops hands its jobs back, and their attempts go on. */
    boolean takesOverFrom(Runner other) {
        return attempt == other.attempt && !node.equals(other.node);
    }

    /** The runner of the newer attempt; {@code next} if both have the same. */
    static Optional<Runner> newer(Optional<Runner> known, Runner next) {
        return known.filter(runner -> runner.attempt > next.attempt).or(() -> Optional.of(next));
    }
}
