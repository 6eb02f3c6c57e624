package dev.pressroom.job;

import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the durable events of jobs. Batches concurrent reads: create one instance per Vert.x context. */
public final class EventStore {
    private static final int PAGE_SIZE = 200;

    /** A failure before a retry is named {@code attempt-failed}; {@code complete} takes its data from the stored result. */
    private static final String AFTER = """
            select cursors.reader, e.seq, e.attempt,
                   case when e.name = 'failed' and e.attempt < j.attempt then 'attempt-failed' else e.name end as name,
                   case when e.name = 'complete' then '{"result":' || (
                            select stored_result(r.result, r.template, r.job_id, r.template_step, r.template_member)
                            from job_results r where r.job_id = e.job_id and r.job_id between $4 and $5
                        ) || '}'
                        when e.name = 'failed' and e.attempt < j.attempt
                            then (e.data::jsonb || jsonb_build_object('attempt', e.attempt))::text
                        else stored_data(e.data, e.job_id, e.output_of)::text end as data
            from unnest($1::uuid[], $2::int[]) with ordinality as cursors(job_id, after, reader)
            join jobs j on j.id = cursors.job_id
            cross join lateral (
                select * from job_events e where e.job_id = cursors.job_id and e.job_id between $4 and $5
                  and e.seq > cursors.after
                order by e.seq limit $3
            ) e
            order by cursors.reader, e.seq
            """;

    private final Database database;
    private final Batcher<Cursor, List<JobEvent>> reads;

    public EventStore(Database database) {
        this.database = database;
        this.reads = new Batcher<>(this::readAll, Comparator.comparing(Cursor::jobId), 64, 16_384, 2);
    }

    /** The job's next 200 events with numbers above {@code after}, ascending; fewer when no more follow. */
    public Future<List<JobEvent>> after(UUID jobId, int after) {
        return reads.add(new Cursor(jobId, after));
    }

    private record Cursor(UUID jobId, int after) {}

    /** Equal cursors share one read. */
    private Future<List<List<JobEvent>>> readAll(List<Cursor> cursors) {
        List<Cursor> distinct = cursors.stream().distinct().toList();
        List<UUID> ids = distinct.stream().map(Cursor::jobId).toList();
        IdRange range = IdRange.of(ids);
        return database.run(
                        AFTER,
                        Tuple.of(
                                ids.toArray(UUID[]::new),
                                distinct.stream().map(Cursor::after).toArray(Integer[]::new),
                                PAGE_SIZE,
                                range.min(),
                                range.max()))
                .map(rows -> {
                    Map<Cursor, List<JobEvent>> pages = new HashMap<>();
                    for (Row row : rows) {
                        Cursor reader = distinct.get(row.getLong("reader").intValue() - 1);
                        pages.computeIfAbsent(reader, r -> new ArrayList<>()).add(event(row));
                    }
                    return cursors.stream()
                            .map(cursor -> pages.getOrDefault(cursor, List.of()))
                            .toList();
                });
    }

    private static JobEvent event(Row row) {
        return new JobEvent(
                row.getInteger("seq"), row.getInteger("attempt"), row.getString("name"), row.getString("data"));
    }
}
