package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Sources;
import dev.pressroom.job.JobType;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Maintenance by a single node while a million jobs are queued. */
class BacklogIT {
    private static final int QUEUED = 1_000_000;
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final JobType TYPE = JobType.CONTENT_GENERATION;

    /** The largest number of entries that the relay compares with the queue in a second. */
    private static final int MAX_COMPARED_PER_SECOND = 2_000;

    private static final Pattern CALLS = Pattern.compile("cmdstat_zscore:calls=(\\d+)");

    @Test
    void aMillionQueuedJobsStarveNoRescueAndAreQueuedAgainAfterRedisForgotThemAndCostLittleElse() throws Exception {
        try (Stores stores = Stores.open(Map.of("PRESSROOM_LEASE_SECONDS", Long.toString(LEASE.toSeconds())))) {
            Servers.execute(
                    stores.url(),
                    "insert into jobs (id, type, user_id, tenant, created_at, queued_at) select"
                            + " gen_random_uuid(), 'content_generation', '" + UUID.randomUUID()
                            + "', 'tenant-' || i % 10,"
                            + " now() - interval '1 minute', now() - interval '1 minute'"
                            + " from generate_series(1, " + QUEUED + ") i");
            Servers.execute(stores.url(), "analyze jobs");
            RedisJobQueue queue = stores.queue();
            Redis redis = Redis.createClient(
                    stores.vertx(),
                    stores.settings().redis().url().orElseThrow().value());
            QueueMonitor monitor = new QueueMonitor(stores.vertx(), Optional.of(queue));
            stores.done(monitor::start);
            WorkerServices services = new WorkerServices(
                    UUID.randomUUID(),
                    stores.settings(),
                    Sources.system(),
                    WorkerStores.in(stores.database(), UUID.randomUUID(), stores.settings(), Optional.of(queue)),
                    queue,
                    monitor,
                    Map.of(),
                    new JobMetrics(new SimpleMeterRegistry()));
            String maintenance = stores.done(() -> stores.vertx().deployVerticle(new MaintenanceVerticle(services)));

            Duration atFirst = rescueTime(stores);
            stores.done(() -> redis.send(Request.cmd(Command.FLUSHDB)));
            assertThat(shorter(atFirst, rescueTime(stores)))
                    .as("while all are compared")
                    .isLessThan(LEASE.plusSeconds(8));
            Await.until(Duration.ofMinutes(10), () -> stores.done(() -> queue.size(TYPE)) >= QUEUED);

            assertThat(shorter(rescueTime(stores), rescueTime(stores)))
                    .as("in the steady state")
                    .isLessThan(LEASE.plusSeconds(8));
            long before = compared(stores, redis);
            long start = System.nanoTime();
            rescueTime(stores);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat((compared(stores, redis) - before) / seconds).isLessThan(MAX_COMPARED_PER_SECOND);

            stores.done(() -> stores.vertx().undeploy(maintenance));
            monitor.stop();
            redis.close();
            stores.done(queue::close);
        }
    }

    /** A busy machine delays single rescues. */
    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The time from the last heartbeat of a worker with one job until the job's next attempt is queued. */
    private static Duration rescueTime(Stores stores) {
        UUID job = UUID.randomUUID();
        long start = System.nanoTime();
        Servers.execute(
                stores.url(),
                "insert into jobs (id, type, user_id, tenant, status, lease_owner, lease_until, started_at) values ('"
                        + job
                        + "', 'content_generation', gen_random_uuid(), 'killed', 'running', gen_random_uuid(), now() + interval '"
                        + LEASE.toMillis() + " milliseconds', now())");
        Await.until(
                Duration.ofMinutes(3),
                () -> Sql.text(stores.url(), "select status || attempt from jobs where id = '" + job + "'")
                        .equals("queued2"));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static long compared(Stores stores, Redis redis) {
        String stats = stores.done(() -> redis.send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        Matcher found = CALLS.matcher(stats);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
