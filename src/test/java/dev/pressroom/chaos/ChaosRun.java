package dev.pressroom.chaos;

import dev.pressroom.store.Migrations;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One harm, done to a fresh cluster over an empty database while orders come in; and the audit of what is left. */
final class ChaosRun implements AutoCloseable {
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Harm harm;
    private final Setup setup;
    private final Consumer<String> told;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final String databaseUrl;
    private final Cluster cluster;
    private final Watchers watchers;
    private final Load load;
    private final FaultTarget field;

    /**
     * @param servers running; their Redis is emptied
     * @param logs folder for what the nodes say
     * @param told of how far it has come, in lines for people
     */
    ChaosRun(Harm harm, Setup setup, Servers.Own servers, Path logs, Consumer<String> told) {
        this.harm = harm;
        this.setup = setup;
        this.told = told;
        harm.prepare(vertx);
        this.databaseUrl = servers.freshDatabase();
        servers.flushRedis();
        Migrations.run(databaseUrl);
        WriteLog.install(databaseUrl);
        Random random = new Random(setup.seed() ^ harm.name().hashCode());
        this.cluster = new Cluster(servers, databaseUrl, harm, setup, logs);
        Client client = new Client(vertx, cluster, new Random(random.nextLong()));
        this.watchers = new Watchers(vertx, client, new Random(random.nextLong()), harm.cuts(setup));
        this.load = new Load(context, client, setup, new Random(random.nextLong()), watchers::add);
        this.field = new FaultTarget(cluster, load, watchers, setup, new Random(random.nextLong()));
    }

    /** Does it all. */
    Verdict run() throws InterruptedException {
        cluster.start();
        told.accept(setup.nodes() + (setup.nodes() == 1 ? " node is up" : " nodes are up"));
        load.start();
        long teller = vertx.setPeriodic(TELL_EVERY.toMillis(), tick -> told.accept(progress()));
        harm.inject(field);
        harm.findings().forEach(told);
        while (field.lasts(TELL_EVERY)) {}
        vertx.cancelTimer(teller);
        told.accept(progress() + "; no more orders, waiting for all jobs to end");
        long ended = System.nanoTime();
        settle();
        told.accept(String.format(Locale.ROOT, "settled after %.1f s, auditing", (System.nanoTime() - ended) / 1e9));
        return audited();
    }

    private String progress() {
        return load.accepted().size() + " jobs accepted, " + load.waiting() + " not yet, harm done " + harm.times(field)
                + " times";
    }

    /** Waits until everybody is content, at most until the deadline: the audit tells what was not. */
    private void settle() {
        try {
            Await.until(setup.settling(), () -> load.waiting() == 0);
            Await.until(setup.settling(), () -> onContext(watchers::unfinished) == 0);
            Await.until(
                    setup.settling(),
                    () -> Sql.number(databaseUrl, "select count(*) from jobs where status in ('queued', 'running')")
                            == 0);
        } catch (AssertionError late) {
            told.accept("not settled within " + setup.settling().toSeconds() + " s");
        }
    }

    private Verdict audited() {
        load.close();
        List<Fault> faults = new ArrayList<>();
        faults.addAll(harm.faults());
        load.refused().forEach(says -> faults.add(new Fault(Fault.Column.LOST, says)));
        Watcher.Findings seen = onContext(watchers::close);
        faults.addAll(seen.faults());
        faults.addAll(usageFaults());
        cluster.close();
        List<Member.Began> began = cluster.everybody().stream()
                .flatMap(member -> member.began().stream())
                .toList();
        try (Audit audit = new Audit(databaseUrl)) {
            faults.addAll(audit.faults(load.accepted(), began));
            List<Duration> recoveries = new ArrayList<>(audit.recoveries(field.hits()));
            recoveries.addAll(seen.gaps());
            recoveries.sort(null);
            return new Verdict(harm.name(), load.accepted().size(), harm.times(field), List.copyOf(faults), recoveries);
        }
    }

    private List<Fault> usageFaults() {
        Member node =
                Await.value(setup.settling(), cluster::up, up -> !up.isEmpty()).get(0);
        UUID operator = UUID.randomUUID();
        Api api = new Api("http://127.0.0.1:" + node.port().orElseThrow(), Client.token(operator, "admin"), operator);
        return new UsageAudit(databaseUrl, api)
                .faults(load.accepted().stream()
                        .map(job -> job.jobId().orElseThrow())
                        .toList());
    }

    private <T> T onContext(Supplier<T> call) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> done.complete(call.get()));
        return waited(done.future());
    }

    private static <T> T waited(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends all nodes. The servers stay. */
    @Override
    public void close() {
        cluster.close();
        vertx.close();
    }
}
