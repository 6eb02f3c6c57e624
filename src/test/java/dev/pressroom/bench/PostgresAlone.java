package dev.pressroom.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What Postgres can do with the rows that jobs leave behind, when nobody waits for anything and nothing is asked: each
 * of the five writes of a job's life, for a hundred jobs in one statement.
 */
final class PostgresAlone implements AutoCloseable {
    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;

    private static final String SUBMIT = """
            with stored as (
                insert into jobs (id, type, user_id, tenant, hold_attempt)
                select id, 'content_generation', $2, $3, 1 from unnest($1::uuid[]) id
            ), inputs as (
                insert into job_inputs (job_id, input) select id, $4::text::json from unnest($1::uuid[]) id
            )
            insert into credit_entries (user_id, job_id, attempt, kind, amount)
            select $2, id, 1, 'hold', 0 from unnest($1::uuid[]) id
            """;

    private static final String CLAIM = """
            with leased as (
                update jobs
                set status = 'running', lease_owner = $2, lease_until = now() + interval '10 s', started_at = now(),
                    updated_at = now(), last_event = last_event + 1
                where id = any($1) returning id, last_event
            )
            insert into job_events (job_id, seq, attempt, name, data)
            select id, last_event, 1, 'step-change', '{"progress":0}' from leased
            """;

    private static final String PROGRESS =
            "update jobs set progress = 20, current_step = 'Working', updated_at = now() where id = any($1)";

    private static final String RECORD = """
            with held as (
                update jobs set progress = 99, updated_at = now() where id = any($1) returning id
            )
            insert into job_steps (job_id, step, attempt, output, tokens)
            select id, 'work', 1, '{"began":1700000000000000}', 1 from held
            """;

    private static final String SUCCEED = """
            with won as (
                update jobs
                set status = 'succeeded', progress = 100, current_step = null, last_event = last_event + 1,
                    lease_owner = null, lease_until = null, finished_at = now(), updated_at = now()
                where id = any($1) returning *
            ), results as (
                insert into job_results (job_id, result)
                select id, result::json from unnest($1::uuid[], $2::text[]) as r(id, result)
            ), events as (
                insert into job_events (job_id, seq, attempt, name) select id, last_event, 1, 'complete' from won
            )
            insert into credit_entries (user_id, job_id, attempt, kind, amount)
            select user_id, id, 1, 'spend', 0 from won
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final UUID user = BenchEnvironment.USERS.get(0);
    private final String input = SampleText.order(user).encode();
    private final String[] results;
    private long endNanos;

    PostgresAlone(String database, int resultBytes) {
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(PgConnectOptions.fromUri(database).setCachePreparedStatements(true))
                .using(vertx)
                .build();
        this.results = new String[BATCH];
        Arrays.fill(results, "{\"text\":\"" + SampleText.plain(resultBytes) + "\"}");
    }

    /** Jobs a second, over so many milliseconds. */
    double rate(long millis) {
        long began = System.nanoTime();
        endNanos = began + millis * 1_000_000;
        List<Future<Integer>> lanes =
                Stream.generate(() -> lane(0)).limit(CONNECTIONS).toList();
        try {
            Future.all(lanes).await(millis + 60_000, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        int jobs = lanes.stream().mapToInt(Future::result).sum();
        return jobs / ((System.nanoTime() - began) / 1e9);
    }

    private Future<Integer> lane(int done) {
        return System.nanoTime() >= endNanos
                ? Future.succeededFuture(done)
                : life().compose(lived -> lane(done + BATCH));
    }

    private Future<Void> life() {
        UUID[] ids = Stream.generate(Ids::next).limit(BATCH).toArray(UUID[]::new);
        return run(SUBMIT, Tuple.of(ids, user, "user:" + user, input))
                .compose(stored -> run(CLAIM, Tuple.of(ids, user)))
                .compose(leased -> run(PROGRESS, Tuple.of((Object) ids)))
                .compose(told -> run(RECORD, Tuple.of((Object) ids)))
                .compose(kept -> run(SUCCEED, Tuple.from(List.of(ids, results))));
    }

    private Future<Void> run(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).mapEmpty();
    }

    @Override
    public void close() {
        pool.close().await();
        vertx.close().await();
    }

    /** As the service makes them: in the order of time. */
    private static final class Ids {
        private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

        static synchronized UUID next() {
            return GENERATOR.generate();
        }
    }
}
