package dev.pressroom.job;

import dev.pressroom.job.LeaseStore.ProgressReport;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Stores the progress of many jobs, each if its lease is held, with one statement that a crash of the database may lose. */
final class ProgressBatch {
    private static final String REPORT = """
            with held as (
                select r.*
                from (select set_config('lock_timeout', $8, true)) as wait(millis)
                cross join lateral unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::int[])
                    as r(id, attempt, progress, step, phase, eta)
                cross join lateral (
                    select from jobs j
                    where j.id = r.id and j.attempt = r.attempt and j.lease_owner = $1 and j.status = 'running'
                      and wait.millis is not null
                    for no key update
                ) lease
            )
            update jobs j
            set progress = greatest(j.progress, held.progress), current_step = held.step, phase = held.phase,
                eta_seconds = held.eta, updated_at = now()
            from held where j.id = held.id
            returning j.id, j.attempt, set_config('synchronous_commit', 'off', true)
            """;

    private final Database database;
    private final UUID node;

    ProgressBatch(Database database, UUID node) {
        this.database = database;
        this.node = node;
    }

    /** Returns for each report whether its lease is held. Of several reports of one lease the last is stored. */
    Future<List<Boolean>> report(List<ProgressReport> all, LockWait wait) {
        Map<Lease, ProgressReport> newest = new LinkedHashMap<>();
        all.forEach(r -> newest.put(r.lease(), r));
        return database.run(REPORT, values(List.copyOf(newest.values()), wait)).map(rows -> {
            Set<Lease> held = rows.stream()
                    .map(row -> new Lease(row.getUUID("id"), row.getInteger("attempt"), node))
                    .collect(Collectors.toSet());
            return all.stream().map(r -> held.contains(r.lease())).toList();
        });
    }

    private Tuple values(List<ProgressReport> all, LockWait wait) {
        return Tuple.from(new Object[] {
            node,
            ColumnArrays.of(all, UUID[]::new, r -> r.lease().jobId()),
            ColumnArrays.of(all, Integer[]::new, r -> r.lease().attempt()),
            ColumnArrays.of(all, Integer[]::new, ProgressReport::progress),
            ColumnArrays.of(all, String[]::new, ProgressReport::step),
            ColumnArrays.of(all, String[]::new, r -> r.phase().orElse(null)),
            ColumnArrays.of(all, Integer[]::new, ProgressReport::etaSeconds),
            wait.millis()
        });
    }
}
