package dev.pressroom.ops;

import dev.pressroom.job.JobType;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What operators have paused, limited and drained, as one node knows it. Workers use it to leave the queue alone; the
 * statement that leases jobs checks the same rows again, so a node with old controls starts no job either.
 *
 * @param pauses scopes
 * @param limits the largest number of running jobs by tenant
 * @param drained whether this node claims nothing
 */
public record Controls(Set<String> pauses, Map<String, Integer> limits, boolean drained) {
    public static final Controls NONE = new Controls(Set.of(), Map.of(), false);

    private static final int MAX_ROWS = 10_000;

    private static final String READ = """
            (select 'pause' as kind, scope as name, 0 as number from pauses limit $2)
            union all
            (select 'limit', tenant, max_running from tenant_limits where max_running is not null limit $2)
            union all
            select 'drain', '', 0 from node_drains where node = $1
            """;

    /** Reads the present controls of a node. */
    public static Future<Controls> read(Database database, UUID node) {
        return database.run(READ, Tuple.of(node, MAX_ROWS)).map(Controls::of);
    }

    private static Controls of(Iterable<Row> rows) {
        Set<String> pauses = new HashSet<>();
        Map<String, Integer> limits = new HashMap<>();
        boolean drained = false;
        for (Row row : rows) {
            switch (row.getString("kind")) {
                case "pause" -> pauses.add(row.getString("name"));
                case "limit" -> limits.put(row.getString("name"), row.getInteger("number"));
                default -> drained = true;
            }
        }
        return new Controls(pauses, limits, drained);
    }

    /** Whether jobs of this type are to stay in the queue. */
    public boolean isPaused(JobType type) {
        return pauses.contains(Scope.ALL.text())
                || pauses.contains(Scope.of(type).text());
    }

    /** Whether jobs may start now that could not start with {@code before}. */
    public boolean allowsMoreThan(Controls before) {
        return !pauses.containsAll(before.pauses)
                || before.limits.entrySet().stream()
                        .anyMatch(limit -> limits.getOrDefault(limit.getKey(), Integer.MAX_VALUE) > limit.getValue());
    }
}
