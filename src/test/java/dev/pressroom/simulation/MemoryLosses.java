package dev.pressroom.simulation;

import dev.pressroom.job.RescueStore;
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

/** Which nodes are alive and which were lost, and what that says about the jobs they ran: as {@code RescueStore} judges. */
final class MemoryLosses {
    private static final int MOST_CULPRITS = 4;
    private static final long MINUTE = 60_000;

    private final Map<UUID, Worker> workers = new HashMap<>();
    private final List<Loss> losses = new ArrayList<>();

    private record Worker(int slots, long seenAt) {}

    /**
     * @param moment by which losses are ordered even within a millisecond
     * @param job the only suspect there, or else the only job
     */
    private record Loss(UUID node, long at, long moment, int slots, int jobs, Optional<UUID> job) {}

    /**
     * @param lost the worker was lost, as opposed to a lease that nobody used
     * @param alone counts as a lone loss
     * @param pauses the next attempt has to wait
     * @param counts against the job
     */
    record Verdict(JobRow row, boolean lost, boolean alone, boolean pauses, boolean counts) {}

    void seen(UUID node, int slots, long now) {
        workers.merge(node, new Worker(slots, now), (known, fresh) -> new Worker(known.slots, now));
    }

    void left(UUID node) {
        workers.remove(node);
    }

    /** Lets the heartbeats of a node be missing since long ago. */
    void silence(UUID node) {
        workers.computeIfPresent(node, (id, known) -> new Worker(known.slots, 0));
    }

    int note(RescueStore.Lost rules, Collection<JobRow> rows, long now, long moment) {
        Map<UUID, Integer> lost = new HashMap<>();
        long oldest = now - rules.lease().toMillis();
        Set<UUID> known = new HashSet<>(workers.keySet());
        workers.forEach((node, worker) -> {
            if (worker.seenAt < oldest) {
                lost.put(node, worker.slots);
            }
        });
        workers.keySet().removeAll(lost.keySet());
        rows.stream()
                .filter(row -> row.isExpired(now))
                .map(row -> row.leaseOwner.orElseThrow())
                .filter(node -> !known.contains(node))
                .filter(node -> losses.stream().noneMatch(loss -> loss.node.equals(node) && loss.at > now - MINUTE))
                .forEach(node -> lost.put(node, rules.slots()));
        lost.forEach((node, slots) -> losses.add(loss(node, slots, rows, now, moment)));
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

    private boolean isAlive(UUID node, RescueStore.Lost rules, long now) {
        Worker worker = workers.get(node);
        return worker != null && worker.seenAt >= now - rules.lease().toMillis();
    }

    /** Empty while the row's lease stands, or its node may yet renew it. */
    Optional<Verdict> judge(JobRow row, RescueStore.Lost rules, long now) {
        if (!row.isExpired(now)) {
            return Optional.empty();
        }
        UUID node = row.leaseOwner.orElseThrow();
        if (isAlive(node, rules, now)) {
            return row.leaseUntil < now - rules.lease().toMillis() / 2
                    ? Optional.of(new Verdict(row, false, true, false, false))
                    : Optional.empty();
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
        Predicate<Loss> meanwhile = loss -> loss.moment > row.lostMoment && loss.at > now - 10 * MINUTE;
        List<Loss> without = losses.stream()
                .filter(meanwhile)
                .filter(loss -> !loss.node.equals(node) && !loss.job.equals(Optional.of(row.id)))
                .toList();
        long culprits = jobs(without).distinct().count();
        return without.stream().allMatch(loss -> loss.job.isPresent()) && culprits < MOST_CULPRITS;
    }

    private static Stream<UUID> jobs(List<Loss> losses) {
        return losses.stream().map(Loss::job).flatMap(Optional::stream);
    }

    /** With how many other suspects one that has lost so many workers may share a node. */
    static int others(int slots, int losses) {
        return slots >> 2 * Math.min(losses, 15);
    }

    boolean isCalm(long now) {
        return losses.stream().noneMatch(loss -> loss.at > now - MINUTE);
    }
}
