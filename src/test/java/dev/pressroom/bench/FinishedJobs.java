package dev.pressroom.bench;

import dev.pressroom.support.Servers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/**
 * What jobs that are done leave behind, written straight into the tables: of fifty thousand users, over days, with all
 * their rows and with small results.
 */
final class FinishedJobs {
    private static final long CHUNK = 50_000;

    /** Ids as the service makes them, in the order of time. */
    private static final String MADE = """
            create or replace function made(from_number bigint, to_number bigint)
            returns table (n bigint, id uuid, usr uuid, at timestamptz) language sql as $$
                select n, (lpad(to_hex(began + n * 100), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
                       md5((n * 7919 % 50021)::text)::uuid, to_timestamp((began + n * 100) / 1000.0)
                from generate_series(from_number, to_number - 1) n,
                     (select (extract(epoch from current_date - 21) * 1000)::bigint as began)
            $$
            """;

    private static final String FILL = """
            with made as materialized (select * from made(%1$d, %2$d)), lived as (
                insert into jobs (id, type, status, user_id, tenant, hold_attempt, progress, last_event,
                                  created_at, updated_at, queued_at, started_at, finished_at)
                select id, 'content_generation', 'succeeded', usr, 'user:' || usr, 1, 100, 2, at, at, at, at, at from made
            ), inputs as (
                insert into job_inputs (job_id, input) select id, '%3$s' from made
            ), results as (
                insert into job_results (job_id, result) select id, '{"success":true,"text":"short"}' from made
            ), steps as (
                insert into job_steps (job_id, step, attempt, output, tokens)
                select id, 'work', 1, '{"began":1700000000000000}', 1 from made
            ), events as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, seq, 1, name, data::json from made, (values
                    (1, 'step-change', '{"progress":0,"currentStep":null,"estimatedTimeRemaining":null}'),
                    (2, 'complete', null)) e(seq, name, data)
            )
            insert into credit_entries (user_id, job_id, attempt, kind, amount)
            select usr, id, 1, kind, 0 from made, (values ('hold'), ('spend')) e(kind)
            """;

    private static final List<String> TABLES =
            List.of("jobs", "job_inputs", "job_results", "job_steps", "job_events", "credit_entries");

    private FinishedJobs() {}

    /** Writes those with the numbers from {@code from} on up to {@code to}, and leaves the tables as autovacuum would. */
    static void fill(String database, long from, long to) {
        Servers.execute(database, MADE);
        String input = SampleText.order(BenchEnvironment.USERS.get(0)).encode();
        inTwo(
                LongStream.iterate(from, n -> n < to, n -> n + CHUNK)
                        .mapToObj(n -> FILL.formatted(n, Math.min(to, n + CHUNK), input))
                        .toList(),
                database);
        inTwo(TABLES.stream().map(table -> "vacuum analyze " + table).toList(), database);
        Servers.execute(database, "checkpoint");
    }

    /** Two at a time, each the next as soon as it is free. */
    private static void inTwo(List<String> statements, String database) {
        Queue<String> left = new ConcurrentLinkedQueue<>(statements);
        Runnable lane = () -> {
            for (String next = left.poll(); next != null; next = left.poll()) {
                Servers.execute(database, next);
            }
        };
        CompletableFuture.allOf(CompletableFuture.runAsync(lane), CompletableFuture.runAsync(lane))
                .join();
    }
}
