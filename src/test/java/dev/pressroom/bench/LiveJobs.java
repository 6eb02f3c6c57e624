package dev.pressroom.bench;

import dev.pressroom.support.Servers;
import java.util.List;
import java.util.UUID;

/** Rows of jobs, written straight into the tables: running on other nodes, queued, or finished long ago. */
final class LiveJobs {
    private static final long CHUNK = 50_000;

    /** Running jobs on a hundred nodes; none has lost a worker. */
    private static final String RUNNING = """
            with made as (
                select md5('running' || n)::uuid as id, md5('user' || n %% 50021)::uuid as usr,
                       md5('node' || n %% 100)::uuid as node
                from generate_series(%1$d, %2$d) n
            )
            insert into jobs (id, type, status, user_id, tenant, hold_attempt, progress, last_event, started_at,
                              lease_owner, lease_until)
            select id, 'content_generation', 'running', usr, 'user:' || usr, 1, 40, 3, now(), node, '9999-12-31 00:00:00+00'
            from made
            """;

    /** Their nodes, with heartbeats that do not become too old meanwhile. */
    private static final String NODES = """
            insert into workers (node, slots, seen_at, lease)
            select md5('node' || n)::uuid, 10000, now() + interval '1 day', interval '15 seconds' from generate_series(0, 99) n
            on conflict do nothing
            """;

    private static final String QUEUED = """
            with made as (
                insert into jobs (id, type, user_id, tenant)
                select id::uuid, 'content_generation', md5(id)::uuid, 'user:' || md5(id)::uuid
                from unnest(string_to_array('%s', ',')) id
                returning id
            )
            insert into job_inputs (job_id, input) select id, '%s' from made
            """;

    private static final String FINISHED = """
            with made as (
                select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(1, %1$d) n
            ), inputs as (
                insert into job_inputs (job_id, input) select id, '%2$s' from made
            ), results as (
                insert into job_results (job_id, result) select id, '{"success":true,"text":"short"}' from made
            ), events as (
                insert into job_events (job_id, seq, attempt, name, data) select id, 1, 1, 'complete', null from made
            )
            insert into jobs (id, type, status, user_id, tenant, progress, last_event,
                              created_at, updated_at, queued_at, started_at, finished_at)
            select id, 'content_generation', 'succeeded', md5(id::text)::uuid, 'user:' || md5(id::text)::uuid, 100, 1,
                   at, at, at, at, at
            from made, (select now() - interval '1 year' as at) long_ago
            """;

    private static final String INPUT =
            SampleText.order(BenchEnvironment.USERS.get(0)).encode();

    private LiveJobs() {}

    /** Adds running jobs with the numbers from {@code from} on up to {@code to}. */
    static void run(String database, long from, long to) {
        Servers.execute(database, NODES);
        for (long first = from; first < to; first += CHUNK) {
            long last = Math.min(to, first + CHUNK) - 1;
            Servers.execute(database, RUNNING.formatted(first, last));
        }
        Servers.execute(database, "vacuum analyze jobs");
        Servers.execute(database, "analyze workers");
        Servers.execute(database, "checkpoint");
    }

    static void queue(String database, List<UUID> ids) {
        Servers.execute(
                database,
                QUEUED.formatted(
                        String.join(",", ids.stream().map(UUID::toString).toList()), INPUT.replace("'", "''")));
    }

    /** Adds jobs that finished a year ago, whose ids are smaller than all others. */
    static void finish(String database, int number) {
        Servers.execute(database, FINISHED.formatted(number, INPUT.replace("'", "''")));
    }
}
