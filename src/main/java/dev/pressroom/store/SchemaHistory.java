package dev.pressroom.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Decides from Flyway's history table whether the schema is current. Most starts find it current, and loading Flyway takes a
 * fifth of the start time. When in doubt the result is false, and Flyway decides.
 */
final class SchemaHistory {
    /** All scripts in {@code db/migration}. */
    static final List<String> MIGRATIONS = List.of(
            "V1__jobs.sql",
            "V2__cluster.sql",
            "V3__accounts.sql",
            "V4__images.sql",
            "V5__website.sql",
            "V6__members.sql",
            "V7__batches.sql",
            "V8__owners.sql",
            "V9__sums_and_uses.sql",
            "V10__images_in_use.sql",
            "V11__suspects.sql",
            "V12__duties.sql",
            "V13__cluster_identity.sql",
            "V15__posts_of_sessions.sql",
            "V16__manual_ctas.sql",
            "V17__job_details.sql",
            "V19__usage_and_attempts.sql",
            "V20__webhooks.sql",
            "V21__edits.sql",
            "V22__operations.sql",
            "V23__money.sql",
            "V24__erasure.sql",
            "V25__job_traces.sql",
            "V26__webhook_ids.sql",
            "V27__queue_minutes.sql",
            "V28__leases_by_node.sql",
            "V29__lease_indexes.sql",
            "V30__node_columns.sql",
            "V31__partition_bounds.sql",
            "V32__partition_check.sql",
            "V33__partitions.sql",
            "V34__tenant_index.sql",
            "V35__references.sql",
            "V36__references_everywhere.sql",
            "R__accounts.sql",
            "R__functions.sql",
            "R__submit.sql");

    /**
     * The latest row of each script: a repeatable migration has one row per run. Reads only the history table in the current
     * schema, as Flyway does.
     */
    private static final String LATEST_ROWS = """
            select distinct on (script) script, checksum, success and type = 'SQL' as applied
            from flyway_schema_history
            where 'flyway_schema_history'::regclass = to_regclass(quote_ident(current_schema()) || '.flyway_schema_history')
            order by script, installed_rank desc
            """;

    private SchemaHistory() {}

    /** True when each script was applied with its present checksum. Blocks. */
    static boolean isCurrent(Connection connection) throws SQLException {
        Map<String, Integer> checksums = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LATEST_ROWS)) {
            while (rows.next()) {
                if (rows.getBoolean("applied")) {
                    checksums.put(rows.getString("script"), rows.getInt("checksum"));
                }
            }
        }
        return MIGRATIONS.stream()
                .allMatch(name -> checksums.containsKey(name) && checksums.get(name) == checksum(name));
    }

    /** Flyway's checksum: the CRC-32 of all lines without their ends. */
    private static int checksum(String name) {
        CRC32 sum = new CRC32();
        try (InputStream file = SchemaHistory.class.getResourceAsStream("/db/migration/" + name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (int) sum.getValue();
    }
}
