package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The invariants, checked while a seed runs and at its end. Keeps the first violation. */
final class Audit {
    /** The period and the time-out of a heartbeat, with a margin. */
    private static final long MAX_STALE_MICROS = 3 * World.SECOND;

    /** Concurrent writes of a run: a checkpoint, narrative events, the settlement. */
    private static final int MAX_CONCURRENT_WRITES = 3;

    private final World world;
    private final MemoryJobs jobs;
    private final List<Active> active = new ArrayList<>();
    private final Map<Lease, Integer> refusals = new HashMap<>();
    private final Map<UUID, Seen> seen = new HashMap<>();
    private Optional<String> broken = Optional.empty();
    private Optional<UUID> poison = Optional.empty();

    /** A step that is running and was not cancelled. */
    static final class Active {
        private final Machine machine;
        private final Lease lease;
        private final String step;
        private long lostSince = -1;

        private Active(Machine machine, Lease lease, String step) {
            this.machine = machine;
            this.lease = lease;
            this.step = step;
        }
    }

    private record Seen(JobStatus status, int attempt, int lastEvent) {}

    Audit(World world, MemoryJobs jobs) {
        this.world = world;
        this.jobs = jobs;
    }

    Optional<String> broken() {
        return broken;
    }

    boolean isBroken() {
        return broken.isPresent();
    }

    void broken(String what) {
        if (broken.isEmpty()) {
            world.note("BROKEN", what);
            broken = Optional.of(what);
        }
    }

    /** Makes the first job the poison of a seed that has one. */
    void mayBePoison(UUID job) {
        if (poison.isEmpty() && world.faultsAtFirst().poison()) {
            poison = Optional.of(job);
        }
    }

    boolean isPoison(UUID job) {
        return poison.equals(Optional.of(job));
    }

    static String resultOf(String step) {
        return step + "-result";
    }

    /** A step with a checkpoint never runs again, except on a worker that has not noticed yet that its lease is lost. */
    Active begins(Machine machine, Lease lease, String step) {
        world.note("step begins", machine, lease.jobId(), lease.attempt(), step);
        if (jobs.isHeld(lease) && jobs.row(lease.jobId()).steps.containsKey(step)) {
            broken("step " + step + " of job " + lease.jobId() + " runs again");
        }
        if (active.stream().anyMatch(each -> each.lease.equals(lease) && each.step.equals(step))) {
            broken("step " + step + " of job " + lease.jobId() + " runs twice at once");
        }
        Active begun = new Active(machine, lease, step);
        active.add(begun);
        return begun;
    }

    void ends(Active step) {
        active.remove(step);
    }

    /** A run ends with its first refused write. */
    void refused(Lease lease) {
        world.note("stale write refused", lease);
        if (refusals.merge(lease, 1, Integer::sum) > MAX_CONCURRENT_WRITES) {
            broken("the worker of a lost lease goes on writing: " + lease);
        }
    }

    /** Narrative events that were reported as stored are stored. */
    void narrated(Lease lease, String line) {
        boolean stored = jobs.row(lease.jobId()).narrative.values().stream()
                .anyMatch(narrated -> narrated.event().data().equals(line));
        if (jobs.isHeld(lease) && !stored) {
            broken("the narrative of job " + lease.jobId() + " lacks " + line);
        }
    }

    /** Checks the invariants that hold at any time. */
    void check(List<Node> nodes) {
        for (Node node : nodes) {
            if (node.runs() > Node.SLOTS) {
                broken(node.machine() + " runs " + node.runs() + " jobs, and has room for " + Node.SLOTS);
            }
        }
        jobs.rows().forEach(this::checkForward);
    }

    /** Attempts and event numbers only grow, and a final status changes only with a new attempt. */
    private void checkForward(JobRow row) {
        Seen before = seen.put(row.id, new Seen(row.status, row.attempt, row.lastEvent));
        if (before != null
                && (row.attempt < before.attempt
                        || row.lastEvent < before.lastEvent
                        || before.status.isFinal() && row.attempt == before.attempt && row.status != before.status)) {
            broken("job " + row.id + " went back from " + before + " to " + row);
        }
    }

    /** Without faults, the heartbeat of a worker detects a lost lease, however long the step takes. */
    void checkStaleRuns() {
        for (Active step : active) {
            if (step.machine.isUp() && !jobs.isHeld(step.lease)) {
                step.lostSince = step.lostSince < 0 ? world.now() : step.lostSince;
                if (world.now() - step.lostSince > MAX_STALE_MICROS) {
                    broken("step " + step.step + " runs on though its lease is lost: " + step.lease);
                }
            }
        }
    }

    void atTheEnd() {
        for (JobRow row : jobs.rows()) {
            world.note("job ended " + row.errorCode.orElse(row.status.name()), row.id, row);
            if (!row.status.isFinal()) {
                broken("job " + row.id + " never ends: " + row);
            }
            events(row);
            checkpoints(row);
            narrative(row);
            credits(row);
            if (world.faultsAtFirst().spareLeases() && row.losses + row.loneLosses > 0) {
                broken("job " + row.id + " was rescued though no worker was lost: " + row);
            }
            boolean lost = row.errorCode.equals(Optional.of(ErrorCode.WORKER_LOST.name()));
            if (lost && !isPoison(row.id) && world.faultsAtFirst().spareWorkers()) {
                broken("job " + row.id + " failed for the workers that others lost: " + row);
            }
        }
        balances();
        if (world.tally().keySet().stream().anyMatch(what -> what.startsWith("fail " + ErrorCode.INTERNAL))) {
            broken("a run came upon a bug");
        }
    }

    private void events(JobRow row) {
        if (row.events.size() != row.lastEvent || !row.events.isEmpty() && row.events.firstKey() != 1) {
            broken("the events of job " + row.id + " have a gap: " + row);
        }
        long ends = row.events.values().stream()
                .filter(event -> event.name().equals(JobEvent.COMPLETE))
                .count();
        if (ends != (row.status == JobStatus.SUCCEEDED ? 1 : 0)
                || row.status.isFinal() && !row.events.get(row.lastEvent).isFinal()) {
            broken("the last event of job " + row.id + " is not its end: " + row);
        }
        row.steps.keySet().forEach(step -> {
            long events = row.events.values().stream()
                    .filter(event -> event.name().equals(resultOf(step)))
                    .count();
            if (events != 1) {
                broken("step " + step + " of job " + row.id + " has " + events + " result events: " + row);
            }
        });
    }

    /** A job that succeeded has the checkpoints of all its steps. */
    private void checkpoints(JobRow row) {
        if (row.status == JobStatus.SUCCEEDED && !row.steps.keySet().containsAll(PlayedPipeline.stepsOf(row.type))) {
            broken("job " + row.id + " succeeded with the checkpoints of " + row.steps.keySet());
        }
    }

    /** A step narrates an event once; when it runs again and narrates, its earlier events are deleted. */
    private void narrative(JobRow row) {
        Set<String> lines = new HashSet<>();
        row.narrative.values().forEach(narrated -> {
            if (!lines.add(narrated.event().data())) {
                broken("the narrative of job " + row.id + " repeats itself: " + row);
            }
        });
    }

    /** Each hold is spent if its attempt succeeded, else released. */
    private void credits(JobRow row) {
        for (int attempt = 1; attempt <= row.attempt; attempt++) {
            boolean held = jobs.credits().has(row.id, attempt, "hold");
            boolean spent = jobs.credits().has(row.id, attempt, "spend");
            boolean released = jobs.credits().has(row.id, attempt, "release");
            boolean succeeded = row.status == JobStatus.SUCCEEDED
                    && row.holdAttempt.isPresent()
                    && row.holdAttempt.getAsInt() == attempt;
            if (spent != succeeded || released != (held && !succeeded) || spent && !held) {
                broken("the credit of attempt " + attempt + " of job " + row.id + " is wrong: " + row);
            }
        }
    }

    private void balances() {
        int taken = jobs.credits().entries().values().stream()
                .mapToInt(amount -> amount)
                .sum();
        int missing = jobs.credits().balances().values().stream()
                .mapToInt(balance -> balance - jobs.credits().starting())
                .sum();
        if (taken != missing) {
            broken("the balances differ from the ledger by " + (missing - taken));
        }
    }
}
