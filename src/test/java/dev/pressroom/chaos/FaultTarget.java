package dev.pressroom.chaos;

import dev.pressroom.support.Await;
import dev.pressroom.support.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The cluster that a harm acts on, and the record of what was done. */
final class FaultTarget {
    private static final long LOOK_MILLIS = 50;
    private static final int BURST = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNFINISHED = """
            select count(*) from jobs j join job_inputs i on i.job_id = j.id
            where (i.input->>'kind' = '%s' or j.losses > 0) and j.status in ('queued', 'running')
            """;

    private final Cluster cluster;
    private final Load load;
    private final Watchers watchers;
    private final Setup setup;
    private final Random random;
    private final List<Hit> hits = new CopyOnWriteArrayList<>();

    FaultTarget(Cluster cluster, Load load, Watchers watchers, Setup setup, Random random) {
        this.cluster = cluster;
        this.load = load;
        this.watchers = watchers;
        this.setup = setup;
        this.random = random;
    }

    /**
     * A moment at which harm was done.
     *
     * @param node to whose jobs; empty for all
     */
    record Hit(Instant at, Optional<UUID> node) {}

    Cluster cluster() {
        return cluster;
    }

    Load load() {
        return load;
    }

    Watchers watchers() {
        return watchers;
    }

    Setup setup() {
        return setup;
    }

    Random random() {
        return random;
    }

    /** Harm was done just now to all. */
    void hit() {
        hits.add(new Hit(Instant.now(), Optional.empty()));
    }

    /** Harm was done just now to this node. */
    void hit(Member member) {
        hits.add(new Hit(Instant.now(), Optional.of(member.id())));
    }

    List<Hit> hits() {
        return List.copyOf(hits);
    }

    /** Waits while orders are being made. False when there are no more to come: then it is time to stop. */
    boolean lasts(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (System.nanoTime() < end) {
            if (load.isOver()) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return !load.isOver();
    }

    /** As {@link #lasts(Duration)}, for 80 to 120 percent of the usual time between two harms. */
    boolean lasts() throws InterruptedException {
        return lasts(Duration.ofMillis((long) (setup.every().toMillis() * (0.8 + 0.4 * random.nextDouble()))));
    }

    /** Orders more at once than the workers can begin with, and waits until some stand in the queue. */
    void fillQueue() {
        load.burst(BURST, ChaosJob.Kind.ORDINARY);
        Await.until(PATIENCE, () -> cluster.waiting() > 0 || load.isOver());
    }

    /**
     * Waits until every order of a kind that was made has ended, and all other jobs that have lost a worker. Before they
     * settle, the harm has to have run its course.
     */
    void awaitRecoveryFrom(ChaosJob.Kind kind) {
        Duration limit = setup.settling().multipliedBy(2);
        Await.until(limit, () -> load.waiting(kind) == 0);
        Await.until(limit, () -> Sql.number(cluster.databaseUrl(), UNFINISHED.formatted(kind.name())) == 0);
    }

    /** Lets what is stopped stay so for a while, even at the end of the run. */
    void outage() throws InterruptedException {
        Thread.sleep(setup.outage().toMillis());
    }

    /** One of the nodes that serve, by chance; empty when the harm would leave none. */
    Optional<Member> victim() {
        List<Member> up = new ArrayList<>(cluster.up());
        return up.size() < 2 ? Optional.empty() : Optional.of(up.get(random.nextInt(up.size())));
    }
}
