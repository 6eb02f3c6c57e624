package dev.pressroom.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.LockStore;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresLockStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Submission;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares the in-memory stores with Postgres and Redis: both execute the same random operations and must answer the same. */
class MemoryStoresIT {
    private static final int CREDITS = 15;
    private static final Map<String, String> SETTINGS = Map.of(
            "STARTING_CREDITS",
            Integer.toString(CREDITS),
            "PRESSROOM_WORKERS",
            "17",
            "PRESSROOM_WORKERS_MAX_DEATHS",
            "2",
            "PRESSROOM_WORKERS_LOSS_PAUSES",
            "0s,1h");
    private static final int PAGE = 500;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int STATEMENTS = 800;

    private static final String STATE = """
            select concat_ws(' ', j.status, 'attempt', j.attempt, 'deaths', j.deaths, 'of', j.losses,
                'lone', j.lone_losses, 'paused', (j.not_before is not null)::text, 'progress', j.progress,
                'last', j.last_event, 'hold', coalesce(j.hold_attempt::text, '-'), 'error', coalesce(j.error_code, '-'),
                'steps', (select coalesce(string_agg(step, ',' order by step collate "C"), '')
                          from job_steps where job_id = j.id),
                'events', (select coalesce(string_agg(concat_ws(':', seq, attempt, name), ',' order by seq), '')
                           from job_events where job_id = j.id),
                'narrative', (select coalesce(string_agg(concat_ws(':', seq, step), ',' order by seq), '')
                              from narrative_events where job_id = j.id))
            from jobs j where j.id = $job
            """;

    private static final String LEASES = """
            select string_agg(concat_ws(' ', id, status, attempt, losses, coalesce(lease_owner::text, '-'),
                                        coalesce(lease_until > now() + interval '1 year', false)::text), e'\\n' order by id)
            from jobs
            """;

    private static final String LEDGER = """
            select string_agg(concat_ws(' ', job_id, attempt, kind, amount), ',' order by job_id, attempt, kind)
            from credit_entries where kind <> 'grant'
            """;

    private static final String BALANCES =
            "select string_agg(concat_ws(' ', id, credit_balance), ',' order by id) from users";

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<UUID> nodes = Stream.generate(UUID::randomUUID).limit(2).toList();
    private final List<UUID> users = Stream.generate(UUID::randomUUID).limit(3).toList();
    private final List<UUID> jobs = new ArrayList<>();
    private final List<Lease> leases = new ArrayList<>();
    private Stores stores;
    private RescueStore.LossRules rules;
    private MemoryJobs memory;
    private long made;
    private int heldBack;
    private int lostAlone;
    private int unused;
    private int unregistered;

    @BeforeEach
    void open() {
        stores = Stores.open(SETTINGS);
        rules = RescueStore.LossRules.of(stores.settings().workers().withLease(LEASE));
        memory = new MemoryJobs(System::currentTimeMillis, CREDITS, rules, PAGE);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** One side of the comparison. */
    private record Side(
            Map<UUID, LeaseStore> leases, RescueStore rescueStore, LockStore locks, NarrativeStore narrativeStore) {}

    @Test
    void theJobsInMemoryAnswerAsThoseInPostgres() {
        Side real = new Side(
                nodes.stream().collect(Collectors.toMap(node -> node, node -> stores.worker(node, LEASE))),
                new PostgresRescueStore(stores.database()),
                new PostgresLockStore(stores.database()),
                stores.narrativeStore());
        Side imagined = new Side(
                nodes.stream()
                        .collect(Collectors.toMap(
                                node -> node, node -> imagined(node).leases())),
                imagined(nodes.get(0)).rescueStore(),
                imagined(nodes.get(0)).lockStore(),
                imagined(nodes.get(0)).narrativeStore());
        submit();
        for (int i = 0; i < STATEMENTS; i++) {
            UUID changed = statement(real, imagined);
            assertThat(stores.text(STATE, changed))
                    .isEqualTo(memory.row(changed).toString());
            assertThat(Sql.text(stores.url(), LEASES))
                    .isEqualTo(memory.rows().stream()
                            .map(row -> "%s %s %d %d %s %b"
                                    .formatted(
                                            row.id,
                                            row.status.wireName(),
                                            row.attempt,
                                            row.losses,
                                            row.leaseOwner.map(UUID::toString).orElse("-"),
                                            row.leaseOwner.isPresent() && row.leaseUntil == JobRow.WHILE_OWNER_LIVES))
                            .collect(Collectors.joining("\n")));
        }
        assertThat(heldBack).as("suspects that met too many others").isPositive();
        assertThat(lostAlone).as("workers lost with a job alone on them").isPositive();
        assertThat(unused).as("leases that ended on a node that is alive").isPositive();
        assertThat(unregistered).as("claims without a valid heartbeat").isPositive();
        assertThat(memory.rows()).anyMatch(row -> row.errorCode.equals(Optional.of("WORKER_LOST")));
        jobs.forEach(job ->
                assertThat(stores.text(STATE, job)).isEqualTo(memory.row(job).toString()));
        assertThat(Sql.text(stores.url(), LEDGER))
                .isEqualTo(text(memory.credits().entries()));
        assertThat(Set.of(Sql.text(stores.url(), BALANCES).split(",")))
                .isEqualTo(Set.of(text(memory.credits().balances()).split(",")));
    }

    private static String text(Map<?, Integer> amounts) {
        return amounts.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(","));
    }

    private MemoryStores imagined(UUID node) {
        MemoryStores.Calls atOnce = new MemoryStores.Calls() {
            @Override
            public <T> Future<T> call(String what, Supplier<T> statement) {
                return Future.succeededFuture(statement.get());
            }
        };
        return new MemoryStores(memory, node, LEASE, atOnce);
    }

    /** Runs a random operation on a random job on both sides. Returns the job. */
    private UUID statement(Side real, Side imagined) {
        UUID job = oneOf(newest());
        UUID node = oneOf(nodes);
        int attempt = memory.row(job).attempt - (random.nextInt(5) == 0 ? 1 : 0);
        Lease lease = leases.isEmpty() || random.nextInt(5) == 0
                ? new Lease(job, attempt, node)
                : leases.get(Math.max(0, leases.size() - 1 - random.nextInt(6)));
        switch (random.nextInt(21)) {
            case 0 -> {
                return submit();
            }
            case 1, 2, 3 -> claim(real, imagined, node, job, attempt);
            case 4 -> renew(real, imagined, node);
            case 5, 6, 7 -> record(real, imagined, lease);
            case 8 -> {
                LeaseStore.ProgressReport report =
                        new LeaseStore.ProgressReport(lease, random.nextInt(100), "Writing", Optional.empty(), 3);
                same(real, imagined, side -> side.leases.get(lease.node()).report(report));
            }
            case 9 -> end(real, imagined, lease);
            case 10 ->
                same(
                        real,
                        imagined,
                        side -> side.leases
                                .get(lease.node())
                                .handBack(List.of(lease))
                                .map(List::toString));
            case 11 -> narrate(real, imagined, lease);
            case 12, 13, 14 -> expire(real, imagined, job);
            case 15 -> ask(job);
            case 16 ->
                same(
                        real,
                        imagined,
                        side -> side.leases
                                .get(lease.node())
                                .giveUpBlocked(lease)
                                .map(MemoryStoresIT::text));
            case 17 -> lock(real, imagined, node);
            case 18 -> {
                List<Lease> known =
                        held(node).stream().filter(any -> random.nextBoolean()).toList();
                same(
                        real,
                        imagined,
                        side -> side.leases.get(node).unknown(known).map(MemoryStoresIT::sorted));
            }
            case 19 ->
                same(
                        real,
                        imagined,
                        side -> side.leases
                                .get(lease.node())
                                .giveUpUnused(List.of(lease))
                                .map(MemoryStoresIT::text));
            default ->
                same(
                        real,
                        imagined,
                        side -> side.rescueStore
                                .queuedJobs(Optional.of(job), Duration.ZERO, PAGE)
                                .compose(waiting -> side.rescueStore
                                        .queuedSuspects(Optional.empty(), 3)
                                        .map(some -> waiting + " " + some)));
        }
        return random.nextBoolean() ? job : lease.jobId();
    }

    private <T> void same(Side real, Side imagined, Function<Side, Future<T>> call) {
        assertThat(stores.done(() -> call.apply(real)))
                .isEqualTo(call.apply(imagined).result());
    }

    private UUID submit() {
        UUID id = new UUID(++made << 16 | 0x7000, 0x8000_0000_0000_0000L | made);
        JobType type = oneOf(JobType.known());
        Owner owner = Owner.user(oneOf(users));
        Submission order = new Submission(
                id, type, owner, Optional.empty(), Stores.tenant(owner), Optional.empty(), "{}", Optional.empty());
        boolean stored =
                memory.submit(order.id(), order.type(), order.owner().userId().orElseThrow());
        assertThat(stores.done(() -> stores.jobs().submit(order).map(true).otherwise(false)))
                .isEqualTo(stored);
        if (stored) {
            jobs.add(order.id());
        }
        return jobs.isEmpty() ? submit() : jobs.get(jobs.size() - 1);
    }

    /** The leases that this node was given, most of which it has lost. */
    private List<Lease> held(UUID node) {
        return leases.stream()
                .filter(lease -> lease.node().equals(node))
                .distinct()
                .toList();
    }

    private void renew(Side real, Side imagined, UUID node) {
        same(real, imagined, side -> side.leases.get(node).renew(held(node)).map(MemoryStoresIT::sorted));
    }

    /**
     * Sometimes together with others, so that several jobs reach their last loss at once; sometimes without a heartbeat
     * before.
     */
    private void claim(Side real, Side imagined, UUID node, UUID job, int attempt) {
        List<JobQueue.Claimed> entries = new ArrayList<>(List.of(new JobQueue.Claimed(job, attempt)));
        newest().stream()
                .filter(any -> random.nextInt(3) == 0 && !any.equals(job))
                .forEach(any -> entries.add(new JobQueue.Claimed(any, memory.row(any).attempt)));
        if (random.nextInt(5) > 0) {
            renew(real, imagined, node);
        }
        Future<List<LeasedJob>> claim = imagined.leases.get(node).claim(entries);
        if (claim.failed()) {
            unregistered++;
            assertThat(stores.done(() -> real.leases
                            .get(node)
                            .claim(entries)
                            .map(false)
                            .otherwise(cause -> ((Failure) cause).code() == ErrorCode.DATABASE_UNAVAILABLE)))
                    .isTrue();
            return;
        }
        List<LeasedJob> leased = claim.result();
        leased.forEach(each -> leases.add(each.lease()));
        boolean left = entries.stream().anyMatch(entry -> isDue(memory.row(entry.jobId()), entry.attempt()));
        heldBack += left ? 1 : 0;
        assertThat(stores.done(() -> real.leases.get(node).claim(entries)).stream()
                        .map(MemoryStoresIT::text)
                        .sorted())
                .isEqualTo(leased.stream().map(MemoryStoresIT::text).sorted().toList());
    }

    private static boolean isDue(JobRow row, int attempt) {
        return row.isDue(System.currentTimeMillis()) && row.attempt == attempt;
    }

    /** Few jobs, so that each has many transitions. */
    private List<UUID> newest() {
        return jobs.subList(Math.max(0, jobs.size() - 5), jobs.size());
    }

    private static String text(LeasedJob job) {
        return job.lease() + " " + job.type() + job.owner() + new TreeMap<>(job.checkpoints()) + job.progress() + " "
                + job.lastEvent();
    }

    /** The event numbers continue from the last one, or repeat those of an earlier write. */
    private void record(Side real, Side imagined, Lease lease) {
        int next = memory.row(lease.jobId()).lastEvent + random.nextInt(2);
        LeaseStore.Recording recording = recording(lease, Math.max(1, next));
        same(real, imagined, side -> side.leases.get(lease.node()).record(recording));
    }

    private LeaseStore.Recording recording(Lease lease, int next) {
        String step = "step " + random.nextInt(4);
        return new LeaseStore.Recording(
                lease,
                random.nextInt(100),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new LeaseStore.StepOutput(step, new JsonObject().put("made", made++), 1)),
                random.nextInt(4) == 0
                        ? List.of()
                        : List.of(new JobEvent(next, lease.attempt(), "event " + made, "{}")));
    }

    private void end(Side real, Side imagined, Lease lease) {
        Optional<LeaseStore.Recording> last = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(recording(lease, memory.row(lease.jobId()).lastEvent + 1));
        LeaseStore.Settlement success =
                new LeaseStore.Settlement(lease, "{}", last, Optional.empty(), Optional.empty());
        boolean well = random.nextBoolean();
        same(
                real,
                imagined,
                side -> well
                        ? side.leases.get(lease.node()).succeed(success)
                        : side.leases.get(lease.node()).fail(lease, ErrorCode.INTERNAL, "No luck.", true));
    }

    /** Two writes, and sometimes the first one repeated late. */
    private void narrate(Side real, Side imagined, Lease lease) {
        NarrativeStore.Narrated first = narrated(imagined, lease);
        same(real, imagined, side -> side.narrativeStore.narrate(first));
        NarrativeStore.Narrated second = narrated(imagined, lease);
        same(real, imagined, side -> side.narrativeStore.narrate(second));
        NarrativeStore.Narrated again = random.nextBoolean() ? first : second;
        same(real, imagined, side -> side.narrativeStore.narrate(again));
        same(real, imagined, side -> side.narrativeStore.last(lease.jobId()));
    }

    private NarrativeStore.Narrated narrated(Side imagined, Lease lease) {
        String step = "step " + random.nextInt(2);
        return new NarrativeStore.Narrated(
                lease,
                random.nextBoolean() ? List.of() : List.of(step),
                List.of(step),
                List.of(new NarrativeEvent(
                        imagined.narrativeStore.last(lease.jobId()).result() + 1, "said", "{}")));
    }

    /** Loses the job's node, or only its lease, on a node of the previous version that is alive. */
    private void expire(Side real, Side imagined, UUID job) {
        JobRow row = memory.row(job);
        boolean unusedLease = random.nextInt(3) == 0;
        row.leaseOwner.ifPresent(node -> {
            if (unusedLease) {
                stores.orphan(job);
                memory.losses().makeOlder(node);
                row.leaseUntil = 0;
            } else {
                stores.expire(job);
                memory.losses().silence(node);
            }
        });
        int alone = row.loneLosses;
        int losses = row.losses;
        same(real, imagined, side -> side.rescueStore.recordLostNodes(rules));
        same(real, imagined, side -> side.rescueStore.rescue(rules, PAGE).map(MemoryStoresIT::text));
        same(real, imagined, side -> side.rescueStore.relaxSuspects(PAGE));
        lostAlone += row.loneLosses > alone && row.losses > losses ? 1 : 0;
        unused += row.loneLosses > alone && row.losses == losses ? 1 : 0;
    }

    private static String text(RescueStore.Rescued judged) {
        return sorted(judged.due())
                + sorted(judged.paused())
                + sorted(judged.failed().stream()
                        .map(MemoryStoresIT::withoutDuration)
                        .toList());
    }

    /** The two sides have different clocks. */
    private static RescueStore.FailedJob withoutDuration(RescueStore.FailedJob job) {
        return new RescueStore.FailedJob(
                job.type(), job.jobId(), job.attempt(), job.lastEvent(), job.userId(), Duration.ZERO);
    }

    private void lock(Side real, Side imagined, UUID node) {
        same(
                real,
                imagined,
                side -> side.locks
                        .acquire(node, List.of(new LockStore.Request("test", Duration.ofHours(1))))
                        .map(answers -> answers.get(0).acquired()));
        if (random.nextBoolean()) {
            same(real, imagined, side -> side.locks.release(node, "test"));
        }
    }

    private void ask(UUID job) {
        Owner owner = Owner.user(memory.row(job).user);
        if (random.nextBoolean()) {
            assertThat(stores.done(() -> stores.jobs().cancel(job, owner))
                            .map(won -> new MemoryJobs.Cancelled(won.attempt(), won.ranOn())))
                    .isEqualTo(memory.cancel(job));
        } else {
            assertThat(stores.done(() ->
                            stores.jobs().retry(job, owner).map(Optional::of).otherwise(Optional.empty())))
                    .isEqualTo(memory.retry(job));
        }
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String sorted(Collection<?> all) {
        return all.stream().map(Object::toString).sorted().toList().toString();
    }

    @Test
    void theQueueInMemoryServesAsTheOneInRedis() {
        RedisJobQueue redis = stores.queue();
        MemoryQueue queue = new MemoryQueue();
        JobType type = JobType.CONTENT_GENERATION;
        for (int i = 0; i < STATEMENTS; i++) {
            if (random.nextInt(3) > 0) {
                List<JobQueue.Entry> entries = Stream.generate(() -> new JobQueue.Entry(
                                type,
                                new UUID(0, random.nextInt(200)),
                                1 + random.nextInt(2),
                                "tenant " + random.nextInt(4),
                                random.nextInt(4) == 0))
                        .limit(1 + random.nextInt(3))
                        .toList();
                assertThat(stores.done(() -> redis.enqueue(type, entries))).isEqualTo(queue.enqueue(type, entries));
            } else if (random.nextInt(8) > 0) {
                int count = 1 + random.nextInt(4);
                List<JobQueue.Claimed> taken = queue.claim(type, count, 0);
                assertThat(stores.done(() -> redis.claim(type, count))).isEqualTo(taken);
                end(redis, queue, type, taken);
            } else {
                UUID job = new UUID(0, random.nextInt(200));
                stores.done(() -> redis.remove(type, job, 1));
                queue.remove(type, job, 1);
            }
        }
        stores.done(redis::close);
    }

    /** Settles, gives back or abandons taken entries; abandoned ones are recovered together. */
    private void end(RedisJobQueue redis, MemoryQueue queue, JobType type, List<JobQueue.Claimed> taken) {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                stores.done(() -> redis.settle(type, taken));
                queue.settle(type, taken);
            }
            case 2 -> assertThat(stores.done(() -> redis.giveBack(type, taken))).isEqualTo(queue.giveBack(type, taken));
            case 3 ->
                assertThat(stores.done(() -> redis.recover(type, Duration.ZERO, 1000)))
                        .isEqualTo(queue.recover(type, Duration.ZERO, 1000, 0));
            default -> assertThat(taken).isNotNull();
        }
    }
}
