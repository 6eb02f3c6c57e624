package dev.pressroom.load;

import dev.pressroom.store.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows and sizes of the tables, and what is under way in the database. */
final class PostgresProbe implements Probe {
    private static final String TABLES = """
            select coalesce(pg_partition_root(relid), relid)::regclass::text as relname, sum(n_live_tup) as n_live_tup,
                   sum(n_dead_tup) as n_dead_tup, sum(pg_total_relation_size(relid)) / 1e6 as megabytes
            from pg_stat_user_tables where schemaname = 'public' and relname not like 'flyway%'
            group by 1 order by 1
            """;

    private static final String UNDER_WAY = """
            select (select count(*) from jobs where status in ('queued', 'running')) as jobs,
                (select count(*) from pg_stat_activity where datname = current_database()) as connections
            """;

    private static final String PATIENCE = "set statement_timeout = '5s'";

    /** These hold what is of use for a while; in all others is what is kept. */
    private static final Set<String> PASSING =
            Set.of("stream_tickets", "cluster_members", "sign_ins", "login_tries", "accounts");

    private static final Gauge JOBS = Gauge.count("unfinished jobs", 40);
    private static final Gauge CONNECTIONS = Gauge.count("Postgres connections", 4);

    /** Rows that are dead until they are vacuumed, of the one table that is written to all the time. */
    private static final Gauge DEAD = Gauge.count("dead rows in jobs", 2000);

    private final String url;

    PostgresProbe(String url) {
        this.url = url;
    }

    @Override
    public List<Gauge.Reading> read() throws SQLException {
        try (Connection connection = Migrations.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            List<Gauge.Reading> readings = new ArrayList<>(underWay(statement));
            readings.addAll(tables(statement));
            return readings;
        }
    }

    private static List<Gauge.Reading> underWay(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(UNDER_WAY)) {
            row.next();
            return List.of(JOBS.read(row.getLong("jobs")), CONNECTIONS.read(row.getLong("connections")));
        }
    }

    private static List<Gauge.Reading> tables(Statement statement) throws SQLException {
        List<Gauge.Reading> readings = new ArrayList<>();
        double megabytes = 0;
        try (ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                String table = row.getString("relname");
                readings.add(rows(table).read(row.getLong("n_live_tup")));
                readings.add(size(table).read(row.getDouble("megabytes")));
                megabytes += row.getDouble("megabytes");
                if (table.equals("jobs")) {
                    readings.add(DEAD.read(row.getLong("n_dead_tup")));
                }
            }
        }
        readings.add(Gauge.kept("all tables, size", "MB").read(megabytes));
        return readings;
    }

    private static Gauge rows(String table) {
        return PASSING.contains(table) ? Gauge.count(table + ", rows", 5) : Gauge.kept(table + ", rows", "");
    }

    private static Gauge size(String table) {
        return PASSING.contains(table) ? Gauge.megabytes(table + ", size", 0.2) : Gauge.kept(table + ", size", "MB");
    }
}
