package dev.pressroom.simulation;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NarrativeEvent;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A row of {@code jobs}, with its checkpoints and events. Times are in milliseconds. */
final class JobRow {
    static final long WHILE_OWNER_LIVES = Long.MAX_VALUE;

    final UUID id;
    final JobType type;
    final UUID user;
    final SortedMap<String, LeasedJob.Checkpoint> steps = new TreeMap<>();
    final SortedMap<Integer, JobEvent> events = new TreeMap<>();
    final SortedMap<Integer, Narrated> narrative = new TreeMap<>();
    JobStatus status = JobStatus.QUEUED;
    int attempt = 1;
    int deaths;
    int losses;
    int loneLosses;
    long createdMoment;
    long lostMoment;
    OptionalLong notBefore = OptionalLong.empty();
    int progress;
    int lastEvent;
    OptionalInt holdAttempt = OptionalInt.empty();
    Optional<UUID> leaseOwner = Optional.empty();
    Optional<String> errorCode = Optional.empty();
    long leaseUntil;
    long queuedAt;

    record Narrated(String step, NarrativeEvent event) {}

    JobRow(UUID id, JobType type, UUID user) {
        this.id = id;
        this.type = type;
        this.user = user;
    }

    boolean isHeldBy(Lease lease) {
        return attempt == lease.attempt() && isRunningOn(lease.node());
    }

    boolean isRunningOn(UUID node) {
        return status == JobStatus.RUNNING && leaseOwner.equals(Optional.of(node));
    }

    /** Whether the lease has ended if its owner sends no heartbeats. */
    boolean isEnded(long now) {
        return leaseUntil < now || leaseUntil == WHILE_OWNER_LIVES;
    }

    boolean isDue(long now) {
        return status == JobStatus.QUEUED && (notBefore.isEmpty() || notBefore.getAsLong() <= now);
    }

    JobQueue.Entry entry() {
        return entry(false);
    }

    JobQueue.Entry entry(boolean resumes) {
        return new JobQueue.Entry(type, id, attempt, "user:" + user, resumes);
    }

    /** Adds the job's next event. */
    void addEvent(String name, String data) {
        events.put(++lastEvent, new JobEvent(lastEvent, attempt, name, data));
    }

    /** The same text as the query {@code STATE} reads from the real table. */
    @Override
    public String toString() {
        return "%s attempt %d deaths %d of %d lone %d paused %s progress %d last %d hold %s error %s steps %s events %s narrative %s"
                .formatted(
                        status.wireName(),
                        attempt,
                        deaths,
                        losses,
                        loneLosses,
                        notBefore.isPresent(),
                        progress,
                        lastEvent,
                        holdAttempt.isPresent() ? holdAttempt.getAsInt() : "-",
                        errorCode.orElse("-"),
                        String.join(",", steps.keySet()),
                        String.join(
                                ",",
                                events.values().stream()
                                        .map(e -> e.seq() + ":" + e.attempt() + ":" + e.name())
                                        .toList()),
                        String.join(
                                ",",
                                narrative.values().stream()
                                        .map(n -> n.event.seq() + ":" + n.step)
                                        .toList()));
    }
}
