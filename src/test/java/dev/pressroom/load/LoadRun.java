package dev.pressroom.load;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes orders at a steady rate, whatever becomes of them, and watches every job to its end. */
final class LoadRun {
    private static final long TICK_MILLIS = 20;
    private static final long LATE_MILLIS = 500;

    /** While so many wait for their 201, or so many jobs are watched, nobody else comes. */
    private static final int MAX_WAITING = 10_000;

    private final Context context;
    private final Vertx vertx;
    private final Plan plan;
    private final ServiceClient wire;
    private final LoadUsers customers;
    private final SampleRequests orders;
    private final LoadStatistics tally;
    private final Set<JobWatch> watches = new HashSet<>();
    private long arrived;
    private long made;
    private long watched;
    private long tickedNanos;
    private volatile boolean stopped;

    /** @param context on which all happens */
    LoadRun(
            Context context,
            Plan plan,
            ServiceClient wire,
            LoadUsers customers,
            SampleRequests orders,
            LoadStatistics tally) {
        this.context = context;
        this.vertx = context.owner();
        this.plan = plan;
        this.wire = wire;
        this.customers = customers;
        this.orders = orders;
        this.tally = tally;
    }

    void start() {
        context.runOnContext(begin -> {
            tickedNanos = System.nanoTime();
            vertx.setPeriodic(TICK_MILLIS, this::tick);
        });
    }

    private void tick(long timer) {
        noteIfLate();
        long due = plan.due(tally.elapsed());
        for (; arrived < due && !stopped; arrived++) {
            arrive();
        }
        if (stopped || tally.elapsed().compareTo(plan.duration()) >= 0) {
            vertx.cancelTimer(timer);
        }
    }

    /** A program that cannot keep up measures itself, and should say so. */
    private void noteIfLate() {
        long now = System.nanoTime();
        if (now - tickedNanos > LATE_MILLIS * 1_000_000) {
            tally.note("times that this program itself was late by more than half a second");
        }
        tickedNanos = now;
    }

    private void arrive() {
        if (tally.counts().waiting() >= MAX_WAITING || watches.size() >= MAX_WAITING) {
            tally.note("orders not made, since " + ErrorKinds.number(MAX_WAITING) + " were under way");
            return;
        }
        tally.ordered();
        long number = ++made;
        new JobCreation(vertx, wire, tally, customers, orders.path(), () -> orders.body(number), this::watch).begin();
    }

    private void watch(JobCreation.Job job) {
        JobWatch[] watch = new JobWatch[1];
        Runnable ended = () -> watches.remove(watch[0]);
        watch[0] = plan.mode().streams(watched++)
                ? new StreamWatch(vertx, wire, tally, job, ended)
                : new PollWatch(vertx, wire, tally, job, ended);
        watches.add(watch[0]);
        watch[0].begin();
    }

    /** Whether every job has ended, or the time is over. Safe to call anywhere, as the rest below. */
    boolean isOver() {
        LoadStatistics.Counts counts = tally.counts();
        boolean idle = counts.waiting() == 0 && counts.unfinished() == 0;
        return stopped
                || tally.elapsed().compareTo(plan.duration()) >= 0 && idle
                || tally.elapsed().compareTo(plan.longest()) >= 0;
    }

    /** Makes no more orders and asks nothing more. */
    void stop() {
        stopped = true;
        context.runOnContext(now -> List.copyOf(watches).forEach(JobWatch::stop));
    }
}
