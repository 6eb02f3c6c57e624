package dev.pressroom.job;

import dev.pressroom.job.LeaseStore.Recording;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Stores checkpoints and events of many jobs, each if its lease is held, with one statement. */
final class RecordBatch {
    /** Repeating this statement changes nothing and returns the same: a worker repeats it when no answer came. */
    private static final String RECORD = """
            with held as (
                select r.*
                from (select set_config('lock_timeout', $14, true)) as wait(millis)
                cross join lateral unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::text[], $7::text[], $8::int[],
                                           $15::int[], $16::text[], $17::int[], $18::int[], $19::text[], $20::text[],
                                           $21::text[])
                    as r(id, attempt, last_event, progress, step, output, tokens,
                         duration_ms, model, input_tokens, output_tokens, cost, currency, calls)
                cross join lateral (
                    select from jobs j
                    where j.id = r.id and j.attempt = r.attempt and j.lease_owner = $1 and j.status = 'running'
                      and wait.millis is not null
                    for no key update
                ) lease
            ), moved as (
                update jobs j
                set last_event = greatest(j.last_event, held.last_event),
                    progress = greatest(j.progress, held.progress), updated_at = now()
                from held where j.id = held.id
            ), checkpoint as (
                insert into job_steps (job_id, step, attempt, output, tokens,
                                       started_at, duration_ms, model, input_tokens, output_tokens, cost, currency, calls)
                select id, step, attempt, output::json, tokens,
                       now() - duration_ms * interval '1 millisecond', duration_ms, model, input_tokens, output_tokens,
                       cost::numeric, currency, calls::json
                from held where step is not null
                on conflict (job_id, step) do nothing
                returning job_id
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data, output_of)
                select held.id, e.seq, held.attempt, e.name, """ + RecordColumns.DATA + """
                from unnest($9::uuid[], $10::int[], $11::int[], $12::text[], $13::text[], $22::text[])
                    as e(job_id, attempt, seq, name, data, output_of)
                join held on held.id = e.job_id and held.attempt = e.attempt
                on conflict (job_id, seq) do nothing
            )
            select id, attempt from held
            """;

    private final Database database;
    private final UUID node;

    RecordBatch(Database database, UUID node) {
        this.database = database;
        this.node = node;
    }

    /** Returns for each recording whether its lease is held. Each lease occurs once. */
    Future<List<Boolean>> record(List<Recording> all, LockWait wait) {
        return database.run(RECORD, values(all, wait)).map(rows -> {
            Set<Lease> held = rows.stream()
                    .map(row -> new Lease(row.getUUID("id"), row.getInteger("attempt"), node))
                    .collect(Collectors.toSet());
            return all.stream().map(r -> held.contains(r.lease())).toList();
        });
    }

    private Tuple values(List<Recording> all, LockWait wait) {
        List<Object> values = new ArrayList<>(List.of(
                node,
                ColumnArrays.of(all, UUID[]::new, r -> r.lease().jobId()),
                ColumnArrays.of(all, Integer[]::new, r -> r.lease().attempt()),
                ColumnArrays.of(all, Integer[]::new, RecordColumns::lastEvent),
                ColumnArrays.of(all, Integer[]::new, Recording::progress),
                ColumnArrays.of(all, String[]::new, RecordColumns::step),
                ColumnArrays.of(all, String[]::new, RecordColumns::output),
                ColumnArrays.of(all, Integer[]::new, RecordColumns::tokens)));
        values.addAll(RecordColumns.events(all));
        values.add(wait.millis());
        values.addAll(UsageColumns.of(all, RecordColumns::usage));
        values.add(RecordColumns.outputOf(all));
        return Tuple.tuple(values);
    }
}
