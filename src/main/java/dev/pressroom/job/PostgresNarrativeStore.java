package dev.pressroom.job;

import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The narratives of jobs in Postgres. Batches concurrent reads and writes: create one instance per Vert.x context. */
public final class PostgresNarrativeStore implements NarrativeStore {
    private static final int PAGE_SIZE = 500;

    /**
     * The statement may be repeated and may arrive late: only events with a number above the newest one are stored, so that
     * events deleted meanwhile do not come back. The row lock keeps a worker that is losing its lease from writing after its
     * successor.
     */
    private static final String NARRATE = """
            with held as (
                select lease.id
                from (select set_config('lock_timeout', $10, true)) as wait(millis)
                cross join lateral (
                    select id from jobs
                    where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
                      and wait.millis is not null
                    for no key update
                ) lease
            ), deleted as (
                delete from narrative_events n using held
                where n.job_id = held.id and n.step = any($4) and n.seq < $5
            ), inserted as (
                insert into narrative_events (job_id, seq, step, name, data)
                select held.id, e.seq, e.step, e.name, e.data::json
                from held, unnest($6::int[], $7::text[], $8::text[], $9::text[]) as e(seq, step, name, data)
                where e.seq > (select coalesce(max(seq), 0) from narrative_events where job_id = held.id)
                on conflict (job_id, seq) do nothing
            )
            select id from held
            """;

    private static final String LAST = "select coalesce(max(seq), 0) from narrative_events where job_id = $1";

    /** Starts with the event at the cursor itself, which shows whether it still exists. */
    private static final String FROM = """
            select cursors.reader, n.seq, n.name, n.data::text as data
            from unnest($1::uuid[], $2::int[]) with ordinality as cursors(job_id, cursor, reader)
            cross join lateral (
                select * from narrative_events n where n.job_id = cursors.job_id and n.seq >= cursors.cursor
                order by n.seq limit $3
            ) n
            order by cursors.reader, n.seq
            """;

    private final Database database;
    private final Batcher<Narrated, Boolean> narrations;
    private final Batcher<Cursor, Page> reads;

    public PostgresNarrativeStore(Database database) {
        this.database = database;
        this.narrations =
                Batcher.locking(this::narrateAll, narrated -> narrated.lease().jobId(), 64, 8192, 2);
        this.reads = new Batcher<>(this::readAll, Comparator.comparing(Cursor::jobId), 64, 16_384, 2);
    }

    @Override
    public Future<Boolean> narrate(Narrated narrated) {
        return narrations.add(narrated);
    }

    private Future<List<Boolean>> narrateAll(List<Narrated> batch, LockWait wait) {
        return database.batch(NARRATE, batch.stream().map(n -> values(n, wait)).toList())
                .map(all -> all.stream().map(rows -> rows.size() > 0).toList());
    }

    private static Tuple values(Narrated n, LockWait wait) {
        return Tuple.from(new Object[] {
            n.lease().jobId(),
            n.lease().attempt(),
            n.lease().node(),
            n.restarted().toArray(String[]::new),
            n.events().get(0).seq(),
            n.events().stream().map(NarrativeEvent::seq).toArray(Integer[]::new),
            n.steps().toArray(String[]::new),
            n.events().stream().map(NarrativeEvent::name).toArray(String[]::new),
            n.events().stream().map(NarrativeEvent::data).toArray(String[]::new),
            wait.millis()
        });
    }

    @Override
    public Future<Integer> last(UUID jobId) {
        return database.run(LAST, Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** The next events after number {@code cursor}, at most 500; from the start for 0. */
    public Future<Page> after(UUID jobId, int cursor) {
        return reads.add(new Cursor(jobId, cursor));
    }

    /**
     * @param stands false when the event at the cursor was deleted: the reader must start from 0
     * @param events ascending
     * @param full true when more may follow
     */
    public record Page(boolean stands, List<NarrativeEvent> events, boolean full) {}

    private record Cursor(UUID jobId, int seq) {
        Page page(List<NarrativeEvent> found) {
            if (seq == 0) {
                return new Page(true, found, found.size() == PAGE_SIZE);
            }
            boolean stands = !found.isEmpty() && found.get(0).seq() == seq;
            return new Page(stands, stands ? found.subList(1, found.size()) : List.of(), found.size() == PAGE_SIZE);
        }
    }

    /** Equal cursors share one read. */
    private Future<List<Page>> readAll(List<Cursor> cursors) {
        List<Cursor> distinct = cursors.stream().distinct().toList();
        return database.run(
                        FROM,
                        Tuple.of(
                                distinct.stream().map(Cursor::jobId).toArray(UUID[]::new),
                                distinct.stream().map(Cursor::seq).toArray(Integer[]::new),
                                PAGE_SIZE))
                .map(rows -> {
                    Map<Cursor, List<NarrativeEvent>> found = found(distinct, rows);
                    return cursors.stream()
                            .map(cursor -> cursor.page(found.getOrDefault(cursor, List.of())))
                            .toList();
                });
    }

    private static Map<Cursor, List<NarrativeEvent>> found(List<Cursor> readers, RowSet<Row> rows) {
        Map<Cursor, List<NarrativeEvent>> found = new HashMap<>();
        for (Row row : rows) {
            Cursor reader = readers.get(row.getLong("reader").intValue() - 1);
            found.computeIfAbsent(reader, r -> new ArrayList<>())
                    .add(new NarrativeEvent(row.getInteger("seq"), row.getString("name"), row.getString("data")));
        }
        return found;
    }
}
