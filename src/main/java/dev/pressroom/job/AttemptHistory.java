package dev.pressroom.job;

import dev.pressroom.job.JobDetails.Attempt;
import dev.pressroom.job.JobDetails.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Derives the attempts of a job from the marks in its history: the event {@code step-change} starts a run; a final event, or a
 * recorded loss or return, ends it.
 */
final class AttemptHistory {
    /** Runs that are kept, the newest. */
    static final int MAX_ATTEMPTS = 100;

    private final List<Attempt> attempts = new ArrayList<>();
    private Optional<Mark> running = Optional.empty();

    private AttemptHistory() {}

    /**
     * A point in the history of a job.
     *
     * @param outcome empty for the start of a run
     * @param errorCode as stored
     */
    record Mark(
            int attempt, Instant at, Optional<Outcome> outcome, Optional<String> error, Optional<String> errorCode) {
        static Mark start(int attempt, Instant at) {
            return new Mark(attempt, at, Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Mark end(int attempt, Instant at, Outcome outcome) {
            return new Mark(attempt, at, Optional.of(outcome), Optional.empty(), Optional.empty());
        }

        static Mark failed(int attempt, Instant at, Optional<String> error, String errorCode) {
            Outcome outcome = switch (errorCode) {
                case "CANCELLED" -> Outcome.CANCELLED;
                case "EXPIRED" -> Outcome.EXPIRED;
                case "WORKER_LOST" -> Outcome.LOST;
                default -> Outcome.FAILED;
            };
            return new Mark(attempt, at, Optional.of(outcome), error, Optional.of(errorCode));
        }
    }

    /** @param marks ascending */
    static List<Attempt> of(JobView job, List<Mark> marks) {
        AttemptHistory history = new AttemptHistory();
        marks.forEach(history::add);
        history.close(job);
        List<Attempt> all = history.attempts;
        return List.copyOf(all.subList(Math.max(0, all.size() - MAX_ATTEMPTS), all.size()));
    }

    private void add(Mark mark) {
        if (mark.outcome().isEmpty()) {
            running.ifPresent(open -> endUnrecorded(open, mark.attempt()));
            running = Optional.of(mark);
            return;
        }
        Optional<Mark> start = running.filter(open -> open.attempt() == mark.attempt());
        if (start.isEmpty()) {
            running.ifPresent(open -> endUnrecorded(open, mark.attempt()));
        }
        running = Optional.empty();
        attempts.add(new Attempt(
                mark.attempt(),
                start.map(Mark::at),
                Optional.of(mark.at()),
                mark.outcome().get(),
                mark.error(),
                mark.errorCode()));
    }

    /** The end of a run that no mark shows: a node of the previous version lost it or handed it back. */
    private void endUnrecorded(Mark open, int nextAttempt) {
        Outcome outcome = open.attempt() == nextAttempt ? Outcome.HANDED_BACK : Outcome.LOST;
        attempts.add(unended(open, outcome));
    }

    private static Attempt unended(Mark open, Outcome outcome) {
        return new Attempt(
                open.attempt(), Optional.of(open.at()), Optional.empty(), outcome, Optional.empty(), Optional.empty());
    }

    private void close(JobView job) {
        boolean runs = job.status() == JobStatus.RUNNING;
        running.ifPresent(open -> {
            if (runs && open.attempt() == job.attempt()) {
                attempts.add(unended(open, Outcome.RUNNING));
            } else {
                endUnrecorded(open, job.attempt());
            }
        });
        if (job.status() == JobStatus.QUEUED) {
            attempts.add(new Attempt(
                    job.attempt(),
                    Optional.empty(),
                    Optional.empty(),
                    Outcome.QUEUED,
                    Optional.empty(),
                    Optional.empty()));
        }
    }
}
