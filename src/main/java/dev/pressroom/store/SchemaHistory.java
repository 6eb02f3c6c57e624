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
 * Whether there is anything to migrate, told from what Flyway has written down. Most starts find the schema as they
 * need it, and to load Flyway for that is a fifth of a start. In doubt the answer is no: then Flyway looks itself.
 */
final class SchemaHistory {
    /** All that are in the folder. */
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
            "R__accounts.sql",
            "R__functions.sql",
            "R__submit.sql");

    /**
     * The last that was done about each: a migration that can be repeated has a row for each time. Of the schema in which
     * tables are made, since Flyway looks into no other.
     */
    private static final String LAST = """
            select distinct on (script) script, checksum, success and type = 'SQL' as there
            from flyway_schema_history
            where 'flyway_schema_history'::regclass = to_regclass(quote_ident(current_schema()) || '.flyway_schema_history')
            order by script, installed_rank desc
            """;

    private SchemaHistory() {}

    /** Each of ours was run, as it is now. Blocks. */
    static boolean isCurrent(Connection connection) throws SQLException {
        Map<String, Integer> there = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LAST)) {
            while (rows.next()) {
                if (rows.getBoolean("there")) {
                    there.put(rows.getString("script"), rows.getInt("checksum"));
                }
            }
        }
        return MIGRATIONS.stream().allMatch(name -> there.containsKey(name) && there.get(name) == checksum(name));
    }

    /** As Flyway makes it: of the lines without their ends. */
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
