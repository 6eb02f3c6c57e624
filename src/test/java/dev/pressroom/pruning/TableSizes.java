package dev.pressroom.pruning;

import dev.pressroom.support.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The sizes of all tables of a database, each with its partitions. */
final class TableSizes {
    private static final String SIZES = """
            select coalesce(pg_partition_root(oid), oid)::regclass::text, sum(pg_table_size(oid)), sum(pg_indexes_size(oid))
            from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1
            """;

    private TableSizes() {}

    /**
     * The size of a table in bytes.
     *
     * @param heap with the large values that are stored beside it
     */
    record Size(long heap, long indexes) {
        long total() {
            return heap + indexes;
        }
    }

    static Map<String, Size> read(String url) {
        try (Connection connection = Servers.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SIZES)) {
            Map<String, Size> sizes = new TreeMap<>();
            while (rows.next()) {
                sizes.put(rows.getString(1), new Size(rows.getLong(2), rows.getLong(3)));
            }
            return sizes;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
