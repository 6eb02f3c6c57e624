package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.RescueStore;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The jobs in memory: the same changes of rows as the statements of {@code JobStore}, {@code PostgresLeaseStore},
 * {@code PostgresRescueStore} and {@code PostgresNarrativeStore}. Each method is one statement, executed atomically.
 * {@code MemoryStoresIT} compares it with the real ones.
 */
final class MemoryJobs {
    private final SortedMap<UUID, JobRow> rows = new TreeMap<>();
    private final MemoryCredits credits;
    private final MemoryLosses lost = new MemoryLosses();
    private final MemoryLocks locks;
    private final LongSupplier clock;
    private final RescueStore.LossRules rules;
    private final int page;
    private long moment;

    /**
     * @param clock the server's, in milliseconds
     * @param page the page size of the relay and the reaper, in rows
     */
    MemoryJobs(LongSupplier clock, int startingCredits, RescueStore.LossRules rules, int page) {
        this.clock = clock;
        this.locks = new MemoryLocks(clock);
        this.credits = new MemoryCredits(startingCredits);
        this.rules = rules;
        this.page = page;
    }

    Collection<JobRow> rows() {
        return rows.values();
    }

    JobRow row(UUID id) {
        return rows.get(id);
    }

    MemoryLosses losses() {
        return lost;
    }

    MemoryCredits credits() {
        return credits;
    }

    boolean isHeld(Lease lease) {
        return rows.get(lease.jobId()).isHeldBy(lease);
    }

    // ---- clients

    /** False when the user has too few credits. */
    boolean submit(UUID id, JobType type, UUID user) {
        if (type.credits() > 0 && !credits.hold(user, id, 1, type.credits())) {
            return false;
        }
        JobRow row = new JobRow(id, type, user);
        row.holdAttempt = type.credits() > 0 ? OptionalInt.of(1) : OptionalInt.empty();
        row.queuedAt = clock.getAsLong();
        row.createdMoment = ++moment;
        row.lostMoment = moment;
        rows.put(id, row);
        return true;
    }

    /** The cancelled attempt and its node; empty when the job had ended. */
    Optional<Cancelled> cancel(UUID id) {
        JobRow row = rows.get(id);
        if (row.status.isFinal()) {
            return Optional.empty();
        }
        Cancelled cancelled = new Cancelled(row.attempt, row.leaseOwner);
        failed(row, ErrorCode.CANCELLED);
        return Optional.of(cancelled);
    }

    record Cancelled(int attempt, Optional<UUID> ranOn) {}

    /** The entry to enqueue; empty when the job has not failed, or the user has too few credits. */
    Optional<JobQueue.Entry> retry(UUID id) {
        JobRow row = rows.get(id);
        int price = row.type.credits();
        if (row.status != JobStatus.FAILED || price > 0 && !credits.hold(row.user, id, row.attempt + 1, price)) {
            return Optional.empty();
        }
        row.deaths = 0;
        row.losses = 0;
        row.loneLosses = 0;
        row.lostMoment = row.createdMoment;
        row.notBefore = OptionalLong.empty();
        row.holdAttempt = price > 0 ? OptionalInt.of(row.attempt + 1) : OptionalInt.empty();
        row.errorCode = Optional.empty();
        nextAttempt(row);
        return Optional.of(row.entry());
    }

    // ---- workers

    /** Empty when the node has no valid heartbeat. */
    Optional<List<LeasedJob>> claim(UUID node, List<JobQueue.Claimed> entries, Duration lease) {
        if (!lost.isAlive(node, lease, clock.getAsLong())) {
            return Optional.empty();
        }
        List<JobRow> found = matching(row ->
                        row.isDue(clock.getAsLong()) && entries.contains(new JobQueue.Claimed(row.id, row.attempt)))
                .toList();
        List<JobRow> suspects = new ArrayList<>(
                matching(row -> row.isRunningOn(node) && row.losses > 0).toList());
        List<JobRow> wanted =
                new ArrayList<>(found.stream().filter(row -> row.losses == 0).toList());
        found.stream()
                .filter(row -> row.losses > 0)
                .sorted(Comparator.comparingInt((JobRow row) -> row.losses).thenComparing(row -> row.id))
                .filter(row -> mayRunBeside(row, suspects))
                .forEach(row -> {
                    suspects.add(row);
                    wanted.add(row);
                });
        return Optional.of(wanted.stream().map(row -> leased(row, node)).toList());
    }

    private boolean mayRunBeside(JobRow row, List<JobRow> suspects) {
        int most = suspects.stream().mapToInt(other -> other.losses).reduce(row.losses, Math::max);
        return suspects.size() <= MemoryLosses.others(rules.slots(), most);
    }

    /** The input contains the attempt, so that a step knows for which attempt it runs. */
    private LeasedJob leased(JobRow row, UUID node) {
        row.status = JobStatus.RUNNING;
        row.leaseOwner = Optional.of(node);
        row.leaseUntil = JobRow.WHILE_OWNER_LIVES;
        row.addEvent(JobEvent.STEP_CHANGE, "{}");
        return new LeasedJob(
                new Lease(row.id, row.attempt, node),
                row.type,
                dev.pressroom.job.Owner.user(row.user),
                "user:" + row.user,
                Duration.ZERO,
                Optional.empty(),
                new JsonObject().put("attempt", row.attempt),
                new TreeMap<>(row.steps),
                row.progress,
                row.lastEvent);
    }

    List<Lease> renew(UUID node, Collection<Lease> held) {
        if (!lost.isKnown(node)) {
            matching(row -> row.isRunningOn(node)).forEach(row -> row.leaseUntil = JobRow.WHILE_OWNER_LIVES);
        }
        lost.seen(node, rules.slots(), rules.lease(), clock.getAsLong());
        return held.stream()
                .filter(lease -> !rows.get(lease.jobId()).isHeldBy(lease))
                .toList();
    }

    List<Lease> unknown(UUID node, Collection<Lease> known) {
        return matching(row -> row.isRunningOn(node))
                .map(row -> new Lease(row.id, row.attempt, node))
                .filter(lease -> !known.contains(lease))
                .toList();
    }

    boolean record(LeaseStore.Recording recording) {
        JobRow row = rows.get(recording.lease().jobId());
        if (!row.isHeldBy(recording.lease())) {
            return false;
        }
        recorded(row, recording);
        return true;
    }

    private static void recorded(JobRow row, LeaseStore.Recording recording) {
        row.progress = Math.max(row.progress, recording.progress());
        recording
                .checkpoint()
                .ifPresent(made ->
                        row.steps.putIfAbsent(made.step(), new LeasedJob.Checkpoint(made.output(), made.tokens())));
        for (JobEvent event : recording.events()) {
            row.events.putIfAbsent(event.seq(), event);
            row.lastEvent = Math.max(row.lastEvent, event.seq());
        }
    }

    boolean report(LeaseStore.ProgressReport report) {
        JobRow row = rows.get(report.lease().jobId());
        if (!row.isHeldBy(report.lease())) {
            return false;
        }
        row.progress = Math.max(row.progress, report.progress());
        return true;
    }

    Optional<Integer> succeed(LeaseStore.Settlement settlement) {
        JobRow row = rows.get(settlement.lease().jobId());
        if (!row.isHeldBy(settlement.lease())) {
            return Optional.empty();
        }
        settlement.last().ifPresent(recording -> recorded(row, recording));
        end(row, JobStatus.SUCCEEDED);
        row.progress = 100;
        row.addEvent(JobEvent.COMPLETE, "");
        row.holdAttempt.ifPresent(attempt -> credits.spend(row.user, row.id, attempt));
        return Optional.of(row.lastEvent);
    }

    Optional<Integer> fail(Lease lease, ErrorCode code) {
        JobRow row = rows.get(lease.jobId());
        if (!row.isHeldBy(lease)) {
            return Optional.empty();
        }
        failed(row, code);
        return Optional.of(row.lastEvent);
    }

    List<JobQueue.Entry> handBack(UUID node, Collection<Lease> leases) {
        List<JobRow> given = held(node, leases).toList();
        given.forEach(this::queued);
        return given.stream().map(row -> row.entry(true)).toList();
    }

    RescueStore.Rescued giveUpBlocked(Lease lease) {
        JobRow row = rows.get(lease.jobId());
        return row.isHeldBy(lease)
                ? settled(List.of(new MemoryLosses.Verdict(row, false, true, true, true)))
                : settled(List.of());
    }

    RescueStore.Rescued giveUpUnused(UUID node, Collection<Lease> leases) {
        return settled(held(node, leases)
                .map(row -> new MemoryLosses.Verdict(row, false, true, false, false))
                .toList());
    }

    private Stream<JobRow> held(UUID node, Collection<Lease> leases) {
        return matching(row -> row.isRunningOn(node) && leases.contains(new Lease(row.id, row.attempt, node)));
    }

    void unregister(UUID node) {
        lost.left(node, rows.values(), clock.getAsLong());
    }

    // ---- maintenance

    MemoryLocks locks() {
        return locks;
    }

    List<JobQueue.Entry> queuedJobs(Optional<UUID> after, Duration age, int limit) {
        return matching(row -> row.isDue(clock.getAsLong())
                        && isAfter(row, after)
                        && row.queuedAt <= clock.getAsLong() - age.toMillis())
                .limit(limit)
                .map(row -> row.entry(row.losses > 0))
                .toList();
    }

    List<JobQueue.Entry> queuedSuspects(Optional<UUID> after, int limit) {
        return matching(row -> row.isDue(clock.getAsLong()) && row.losses > 0 && isAfter(row, after))
                .limit(limit)
                .map(row -> row.entry(true))
                .toList();
    }

    private static boolean isAfter(JobRow row, Optional<UUID> after) {
        return after.map(id -> row.id.compareTo(id) > 0).orElse(true);
    }

    int recordLostNodes(RescueStore.LossRules by) {
        return lost.note(by, rows.values(), clock.getAsLong(), ++moment);
    }

    RescueStore.Rescued rescue(RescueStore.LossRules by, int limit) {
        return settled(rows.values().stream()
                .map(row -> lost.judge(row, by, clock.getAsLong()))
                .flatMap(Optional::stream)
                .limit(limit)
                .toList());
    }

    int relaxSuspects(int limit) {
        if (!lost.hasNoRecentLoss(clock.getAsLong())) {
            return 0;
        }
        List<JobRow> forgiven = matching(row -> row.status == JobStatus.QUEUED && row.losses > 1 && row.loneLosses == 0)
                .limit(limit)
                .toList();
        forgiven.forEach(row -> row.losses = 1);
        return forgiven.size();
    }

    int page() {
        return page;
    }

    private RescueStore.Rescued settled(List<MemoryLosses.Verdict> verdicts) {
        moment++;
        List<JobQueue.Entry> due = new ArrayList<>();
        List<JobQueue.Entry> paused = new ArrayList<>();
        List<RescueStore.FailedJob> failed = new ArrayList<>();
        for (MemoryLosses.Verdict verdict : verdicts) {
            JobRow row = verdict.row();
            row.deaths += verdict.counts() ? 1 : 0;
            row.losses += verdict.lost() ? 1 : 0;
            row.loneLosses += verdict.alone() ? 1 : 0;
            row.lostMoment = verdict.lost() ? moment : row.lostMoment;
            if (verdict.counts() && row.deaths >= rules.maxDeaths()
                    || verdict.alone() && row.loneLosses >= 4 * rules.maxDeaths()) {
                failed(row, ErrorCode.WORKER_LOST);
                failed.add(new RescueStore.FailedJob(
                        row.type, row.id, row.attempt, row.lastEvent, Optional.of(row.user), Duration.ZERO));
            } else {
                nextAttempt(row);
                row.notBefore = verdict.pauses()
                        ? OptionalLong.of(clock.getAsLong() + pause(row).toMillis())
                        : OptionalLong.empty();
                (verdict.pauses() ? paused : due).add(row.entry(true));
            }
        }
        return new RescueStore.Rescued(due, paused, failed);
    }

    private Duration pause(JobRow row) {
        return rules.pauses().get(Math.min(row.loneLosses, rules.pauses().size()) - 1);
    }

    private Stream<JobRow> matching(Predicate<JobRow> condition) {
        return rows.values().stream().filter(condition);
    }

    // ---- narratives

    boolean narrate(NarrativeStore.Narrated narrated) {
        JobRow row = rows.get(narrated.lease().jobId());
        if (!row.isHeldBy(narrated.lease())) {
            return false;
        }
        int newest = lastNarrated(row.id);
        row.narrative
                .headMap(narrated.events().get(0).seq())
                .values()
                .removeIf(told -> narrated.restarted().contains(told.step()));
        for (int i = 0; i < narrated.events().size(); i++) {
            NarrativeEvent event = narrated.events().get(i);
            if (event.seq() > newest) {
                row.narrative.put(
                        event.seq(), new JobRow.Narrated(narrated.steps().get(i), event));
            }
        }
        return true;
    }

    int lastNarrated(UUID id) {
        SortedMap<Integer, JobRow.Narrated> narrative = rows.get(id).narrative;
        return narrative.isEmpty() ? 0 : narrative.lastKey();
    }

    // ---- transitions

    private void queued(JobRow row) {
        row.status = JobStatus.QUEUED;
        row.leaseOwner = Optional.empty();
        row.queuedAt = clock.getAsLong();
    }

    private void nextAttempt(JobRow row) {
        queued(row);
        row.attempt++;
        row.progress = 0;
    }

    private void end(JobRow row, JobStatus status) {
        row.status = status;
        row.leaseOwner = Optional.empty();
    }

    private void failed(JobRow row, ErrorCode code) {
        end(row, JobStatus.FAILED);
        row.errorCode = Optional.of(code.name());
        row.addEvent(JobEvent.FAILED, code.name());
        row.holdAttempt.ifPresent(attempt -> credits.release(row.user, row.id, attempt));
    }
}
