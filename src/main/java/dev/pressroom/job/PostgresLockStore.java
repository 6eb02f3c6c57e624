package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The locks in the table {@code duties}. */
public final class PostgresLockStore implements LockStore {
    /**
     * A lock that another node holds is only read: an attempt to insert its row would lock the row and write to it, for each
     * node that waits.
     */
    private static final String ACQUIRE = """
            with asked as materialized (
                select name, millis from unnest($2::text[], $3::bigint[]) as a(name, millis)
            ), others as materialized (
                select d.name, d.held_until from asked a join duties d on d.name = a.name
                where d.holder <> $1 and d.held_until >= now()
            ), acquired as (
                insert into duties as d (name, holder, held_until)
                select a.name, $1, now() + a.millis * interval '1 millisecond' from asked a
                where not exists (select from others o where o.name = a.name)
                order by a.name
                on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
                where d.holder = excluded.holder or d.held_until < now()
                returning name, set_config('synchronous_commit', 'off', true)
            )
            select a.name, exists (select from acquired won where won.name = a.name) as acquired,
                   coalesce(ceil(extract(epoch from o.held_until - now()) * 1000)::bigint, a.millis) as free_after
            from asked a left join others o on o.name = a.name
            """;

    private static final String RELEASE = "delete from duties where name = $1 and holder = $2";

    private final Database database;

    public PostgresLockStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<Answer>> acquire(UUID holder, List<Request> requests) {
        return database.runRelaxed(
                        ACQUIRE,
                        Tuple.of(holder)
                                .addArrayOfString(
                                        requests.stream().map(Request::name).toArray(String[]::new))
                                .addArrayOfLong(requests.stream()
                                        .map(request -> request.time().toMillis())
                                        .toArray(Long[]::new)))
                .map(rows -> {
                    Map<String, Answer> answers = new HashMap<>();
                    rows.forEach(row -> answers.put(row.getString("name"), answer(row)));
                    return requests.stream()
                            .map(request -> answers.get(request.name()))
                            .toList();
                });
    }

    private static Answer answer(Row row) {
        return row.getBoolean("acquired")
                ? Answer.ACQUIRED
                : new Answer(false, Duration.ofMillis(row.getLong("free_after")));
    }

    @Override
    public Future<Void> release(UUID holder, String name) {
        return database.run(RELEASE, Tuple.of(name, holder)).mapEmpty();
    }
}
