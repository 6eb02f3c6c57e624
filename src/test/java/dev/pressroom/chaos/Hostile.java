package dev.pressroom.chaos;

import dev.pressroom.attack.Attack;
import dev.pressroom.attack.Crowd;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Sql;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Strangers and users do their worst, one attack after the other, while others work. Each attack on the port runs twice,
 * and is measured the second time: the first time the node loads and compiles the code that answers it, which on a small
 * machine takes the processors from users for as long as this run gives an attack. Memory and metric series are compared
 * with those of before the first time.
 */
final class Hostile implements Harm {
    /** Weights of the parts of a run; each attack has the weight 1. */
    private static final int WARM_UP = 4;

    private static final int CALM = 3;

    private static final double MAX_HEAP_RATIO = 1.3;
    private static final long MORE_HEAP_BYTES = 30L << 20;

    /** Of those that come with time: routes, states and reasons that were not met before. */
    private static final int MORE_SERIES = 200;

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final String UNFINISHED = """
            select count(*) from jobs j join job_inputs i on i.job_id = j.id
            where coalesce(i.input->>'kind', '') not in ('ORDINARY', 'FAULTY') and j.status in ('queued', 'running')
            """;

    private final double mostRatio;
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private HostileSources sources;
    private volatile String current = "nothing";
    private volatile int restarts;

    /** @param mostRatio of the 99th percentile of a user's answers under attack to the one before, at most */
    Hostile(double mostRatio) {
        this.mostRatio = mostRatio;
    }

    /** The node while nobody attacks it. */
    private record Calm(double p99, long heapBytes, long series) {}

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String says() {
        return "attacks by connections, bodies, pages, articles and jobs; no node may end, users must be served";
    }

    @Override
    public int usualNodes() {
        return 1;
    }

    @Override
    public String heap() {
        return "-Xmx650m";
    }

    @Override
    public void prepare(Vertx vertx) {
        sources = HostileSources.start(vertx);
        findings.clear();
        faults.clear();
        restarts = 0;
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(sources.environment());
        environment.put("PRESSROOM_HTTP_CONNECTIONS_HEAD_TIMEOUT", "3s");
        environment.put("PRESSROOM_STREAMS_SLOW_CLIENT", "3s");
        environment.put("PRESSROOM_WORKERS_BLOCKED_THREAD", "4s");
        return environment;
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        field.cluster().onDeath(this::ended);
        Duration unit = field.setup()
                .ordering()
                .dividedBy(WARM_UP + 3 * CALM + 2 * Attack.values().length + 1 + Misuse.values().length);
        findings.add(String.format(Locale.ROOT, "%-22s %9s %12s", "attack", "visits", "user p99 ms"));
        try (LatencyProbe pulse = new LatencyProbe(field.cluster())) {
            field.lasts(unit.multipliedBy(WARM_UP));
            Calm cold = calm("calm at first", field, pulse, unit);
            for (Attack attack : Attack.values()) {
                attack(attack, field, unit);
            }
            current = "nothing";
            field.lasts(unit);
            Calm before = calm("calm before", field, pulse, unit);
            for (Attack attack : Attack.values()) {
                long visits = attack(attack, field, unit);
                note(attack.name(), visits, pulse.p99Millis());
            }
            for (Misuse misuse : Misuse.values()) {
                misuse(misuse, field, pulse, unit);
            }
            current = "nothing";
            double p99 = pulse.p99MillisSinceMark();
            awaitEndOfStrangers(field);
            Calm after = calm("calm after", field, pulse, unit);
            judge(new Calm(before.p99(), cold.heapBytes(), cold.series()), p99, after, pulse);
        }
    }

    /**
     * Measures the node; orders go on meanwhile, as long as there are any. The percentile is the middle one of several
     * parts, so that a pause of the machine does not count.
     */
    private Calm calm(String phase, FaultTarget field, LatencyProbe pulse, Duration unit) throws InterruptedException {
        pulse.mark();
        List<Double> parts = new ArrayList<>();
        for (int part = 0; part < CALM; part++) {
            Thread.sleep(unit.toMillis());
            parts.add(pulse.p99Millis());
        }
        parts.sort(null);
        double p99 = parts.get(CALM / 2);
        note(phase, 0, p99);
        long heap = 0;
        long series = 0;
        for (Member member : field.cluster().up()) {
            heap = Math.max(heap, member.heapBytes().orElse(Long.MAX_VALUE));
            series = Math.max(series, series(member));
        }
        pulse.mark();
        return new Calm(p99, heap, series);
    }

    /** Without the buckets of histograms, whose number is fixed. */
    private static long series(Member member) {
        return NodeProcess.api(url(member), UUID.randomUUID())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains("_bucket{"))
                .count();
    }

    /** Returns how many visits there were. */
    private long attack(Attack attack, FaultTarget field, Duration unit) throws InterruptedException {
        current = attack.name();
        List<Crowd> crowds = new ArrayList<>();
        try {
            field.cluster()
                    .up()
                    .forEach(member -> crowds.add(attack.start(member.port().getAsInt())));
            field.hit();
            field.lasts(unit);
        } finally {
            crowds.forEach(Crowd::close);
        }
        return crowds.stream().mapToLong(Crowd::visits).sum();
    }

    private void misuse(Misuse misuse, FaultTarget field, LatencyProbe pulse, Duration unit)
            throws InterruptedException {
        current = misuse.name();
        Member member = field.cluster().up().get(0);
        try (Misusers users =
                new Misusers(misuse.threads(), misuse.most(), () -> misuse.once(field, url(member), sources))) {
            field.hit();
            field.lasts(unit);
            users.close();
            note(misuse.name(), users.visits(), pulse.p99Millis());
        }
    }

    private static void awaitEndOfStrangers(FaultTarget field) {
        try {
            Await.until(SETTLING, () -> Sql.number(field.cluster().databaseUrl(), UNFINISHED) == 0);
        } catch (AssertionError late) {
            return;
        }
    }

    private void judge(Calm before, double p99, Calm after, LatencyProbe pulse) {
        findings.add(String.format(
                Locale.ROOT,
                "user p99 under attack %.1f ms, %.1f times that of before (at most %.0f)",
                p99,
                p99 / before.p99(),
                mostRatio));
        findings.add(String.format(
                Locale.ROOT,
                "heap after collection %d MB before, %d MB after; metric series %d before, %d after",
                before.heapBytes() >> 20,
                after.heapBytes() >> 20,
                before.series(),
                after.series()));
        findings.add("restarts " + restarts + ", requests of the user without a good answer " + pulse.refused());
        check(p99 <= before.p99() * mostRatio, "answers to the user took too long under attack");
        check(pulse.refused() == 0, pulse.refused() + " requests of the user had no good answer");
        check(after.heapBytes() <= before.heapBytes() * MAX_HEAP_RATIO + MORE_HEAP_BYTES, "memory did not come back");
        check(after.series() <= before.series() + MORE_SERIES, "metric series grew");
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(new Fault(Fault.Column.LOST, otherwise));
        }
    }

    private void note(String phase, long requests, double p99) {
        findings.add(String.format(
                Locale.ROOT,
                "%-22s %9s %12.1f",
                phase.toLowerCase(Locale.ROOT).replace('_', ' '),
                requests == 0 ? "-" : String.format(Locale.ROOT, "%,d", requests),
                p99));
    }

    private void ended(Member member) {
        if (!member.isKilled()) {
            restarts++;
            faults.add(new Fault(Fault.Column.LOST, "node " + member.id() + " ended under " + current));
        }
    }

    private static String url(Member member) {
        return "http://127.0.0.1:" + member.port().getAsInt();
    }

    @Override
    public List<String> findings() {
        return List.copyOf(findings);
    }

    @Override
    public List<Fault> faults() {
        return List.copyOf(faults);
    }
}
