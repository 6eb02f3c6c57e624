package dev.pressroom.simulation;

import dev.pressroom.job.JobStatus;
import dev.pressroom.job.RescueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tables {@code workers} and {@code worker_losses}, and the judgement of lost jobs by {@code PostgresRescueStore}. */
final class MemoryLosses {
    private static final int MAX_LONE_SUSPECTS = 4;
    private static final long MINUTE = 60_000;

    private final Map<UUID, Worker> workers = new HashMap<>();
    private final List<Loss> losses = new ArrayList<>();

    /** @param lease empty: a node of the previous version, whose jobs each have a {@code lease_until} */
    private record Worker(int slots, long seenAt, Optional<Duration> lease) {
        boolean isOver(Duration leaseOfOlderNodes, long now) {
            return seenAt < now - lease.orElse(leaseOfOlderNodes).toMillis();
        }
    }

    /**
     * @param moment orders losses within a millisecond
     * @param job the only suspect of the node, else its only job
     */
    private record Loss(UUID node, long at, long moment, int slots, int jobs, Optional<UUID> job) {}

    /**
     * @param lost the worker was lost, as opposed to an unused lease
     * @param alone counts as a lone loss
     * @param pauses the next attempt has to wait
     * @param counts counts as a death
     */
    record Verdict(JobRow row, boolean lost, boolean alone, boolean pauses, boolean counts) {}

    void seen(UUID node, int slots, Duration lease, long now) {
        workers.merge(
                node,
                new Worker(slots, now, Optional.of(lease)),
                (known, fresh) -> new Worker(known.slots, now, fresh.lease));
    }

    void left(UUID node, Collection<JobRow> rows, long now) {
        if (workers.remove(node) != null) {
            endLeases(node, rows, now);
        }
    }

    /** Makes the node one of the previous version, until its next heartbeat. */
    void makeOlder(UUID node) {
        workers.computeIfPresent(node, (id, known) -> new Worker(known.slots, known.seenAt, Optional.empty()));
    }

    /** As the trigger of {@code workers}, for nodes of the previous version. */
    private static void endLeases(UUID node, Collection<JobRow> rows, long now) {
        rows.stream()
                .filter(row -> row.isRunningOn(node) && row.leaseUntil == JobRow.WHILE_OWNER_LIVES)
                .forEach(row -> row.leaseUntil = now);
    }

    /** Sets the node's last heartbeat far back. */
    void silence(UUID node) {
        workers.computeIfPresent(node, (id, known) -> new Worker(known.slots, 0, known.lease));
    }

    int note(RescueStore.LossRules rules, Collection<JobRow> rows, long now, long moment) {
        Map<UUID, Integer> lost = new HashMap<>();
        Set<UUID> known = new HashSet<>(workers.keySet());
        workers.forEach((node, worker) -> {
            if (worker.isOver(rules.lease(), now)) {
                lost.put(node, worker.slots);
            }
        });
        workers.keySet().removeAll(lost.keySet());
        Set<UUID> deleted = Set.copyOf(lost.keySet());
        rows.stream()
                .filter(row -> row.status == JobStatus.RUNNING && row.isEnded(now))
                .map(row -> row.leaseOwner.orElseThrow())
                .filter(node -> !known.contains(node))
                .filter(node -> losses.stream().noneMatch(loss -> loss.node.equals(node) && loss.at > now - MINUTE))
                .forEach(node -> lost.put(node, rules.slots()));
        lost.forEach((node, slots) -> losses.add(loss(node, slots, rows, now, moment)));
        deleted.forEach(node -> endLeases(node, rows, now));
        return lost.size();
    }

    private static Loss loss(UUID node, int slots, Collection<JobRow> rows, long now, long moment) {
        List<JobRow> ran = rows.stream().filter(row -> row.isRunningOn(node)).toList();
        List<JobRow> suspects = ran.stream().filter(row -> row.losses > 0).toList();
        Optional<UUID> job = suspects.size() == 1
                ? Optional.of(suspects.get(0).id)
                : ran.size() == 1 ? Optional.of(ran.get(0).id) : Optional.empty();
        return new Loss(node, now, moment, slots, ran.size(), job);
    }

    boolean isKnown(UUID node) {
        return workers.containsKey(node);
    }

    /** @param lease of nodes of the previous version */
    boolean isAlive(UUID node, Duration lease, long now) {
        Worker worker = workers.get(node);
        return worker != null && !worker.isOver(lease, now);
    }

    /** Empty while the row's lease holds, or its node may still renew it. */
    Optional<Verdict> judge(JobRow row, RescueStore.LossRules rules, long now) {
        if (row.status != JobStatus.RUNNING) {
            return Optional.empty();
        }
        UUID node = row.leaseOwner.orElseThrow();
        if (isAlive(node, rules.lease(), now)) {
            return workers.get(node).lease.isEmpty()
                            && row.leaseUntil < now - rules.lease().toMillis() / 2
                    ? Optional.of(new Verdict(row, false, true, false, false))
                    : Optional.empty();
        }
        if (!row.isEnded(now)) {
            return Optional.empty();
        }
        boolean alone = of(node).filter(loss ->
                        loss.job.equals(Optional.of(row.id)) && (loss.jobs == 1 || others(loss.slots, row.losses) == 0))
                .isPresent();
        return Optional.of(new Verdict(row, true, alone, alone, alone && counts(row, node, now)));
    }

    private Optional<Loss> of(UUID node) {
        return losses.stream().filter(loss -> loss.node.equals(node)).max(Comparator.comparingLong(Loss::moment));
    }

    private boolean counts(JobRow row, UUID node, long now) {
        Predicate<Loss> since = loss -> loss.moment > row.lostMoment && loss.at > now - 10 * MINUTE;
        List<Loss> without = losses.stream()
                .filter(since)
                .filter(loss -> !loss.node.equals(node) && !loss.job.equals(Optional.of(row.id)))
                .toList();
        long suspects = jobs(without).distinct().count();
        return without.stream().allMatch(loss -> loss.job.isPresent()) && suspects < MAX_LONE_SUSPECTS;
    }

    private static Stream<UUID> jobs(List<Loss> losses) {
        return losses.stream().map(Loss::job).flatMap(Optional::stream);
    }

    /** The largest number of other suspects with which a job with these losses may share a node. */
    static int others(int slots, int losses) {
        return slots >> 2 * Math.min(losses, 15);
    }

    boolean hasNoRecentLoss(long now) {
        return losses.stream().noneMatch(loss -> loss.at > now - MINUTE);
    }
}
