package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What claims, heartbeats and the reaper read and write, beside few and beside many jobs that run on other nodes. */
class LeaseCostIT {
    private static final int FEW = 200;
    private static final int MANY = 20_000;
    private static final int OWN = 50;
    private static final int QUEUED = 20;
    private static final long OWN_IDS = 1;
    private static final long QUEUED_IDS = 2;

    /** For two more index levels, in each lookup of a node; a scan of the running jobs would read far more. */
    private static final long MARGIN_BLOCKS = 120;

    private static final UUID NODE = UUID.randomUUID();

    /** As {@code Database} sets them. */
    private static final String AS_IN_THE_POOLS = "set enable_seqscan = off; set enable_hashjoin = off;"
            + " set enable_mergejoin = off; set plan_cache_mode = force_generic_plan";

    private static final String NODES =
            "insert into workers (node, slots, lease) select md5('node ' || i)::uuid, 50, interval '1 hour'"
                    + " from generate_series(1, 20) i";

    private static final String RUNNING = """
            insert into jobs (id, type, user_id, tenant, status, lease_owner, lease_until, started_at)
            select uuidv7(), 'content_generation', gen_random_uuid(), 'user:' || i, 'running', md5('node ' || 1 + i %% 20)::uuid,
                   '9999-12-31 00:00:00+00', now()
            from generate_series(1, %d) i
            """;

    private static final String OWN_JOBS = """
            insert into jobs (id, type, user_id, tenant, status, lease_owner, lease_until, started_at, losses)
            select id, 'content_generation', gen_random_uuid(), 'limited', 'running', '%s', '9999-12-31 00:00:00+00', now(), 0
            from unnest(%s) id
            """.formatted(NODE, ids(OWN_IDS, OWN));

    private static final String QUEUED_JOBS = """
            with queued as (
                insert into jobs (id, type, user_id, tenant, losses, queued_at)
                select id, 'content_generation', gen_random_uuid(),
                       case when i %% 2 = 0 then 'limited' else 'free' end, i %% 3, now() - interval '1 minute'
                from unnest(%s) with ordinality queued(id, i) returning id
            ), limited as (
                insert into tenant_limits (tenant, max_running, changed_by) values ('limited', 60, gen_random_uuid())
            )
            insert into job_inputs (job_id, input) select id, '{}' from queued
            """.formatted(ids(QUEUED_IDS, QUEUED));

    /** In the present transaction and before, since this connection reported its statistics. */
    private static final String BLOCKS = """
            select sum(pg_stat_get_xact_blocks_fetched(c.oid)) from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i')
            """;

    /** The statements with their parameters. */
    private static final Map<String, List<String>> STATEMENTS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "claim",
                    List.of(
                            PostgresLeaseStore.CLAIM,
                            parameters("3600000", ids(QUEUED_IDS, 8), ones(8), "50", range(QUEUED_IDS, 8)))),
            Map.entry(
                    "renew",
                    List.of(PostgresLeaseStore.RENEW, parameters("3600000", "50", ids(OWN_IDS, OWN), ones(OWN)))),
            Map.entry("unknown", List.of(PostgresLeaseStore.UNKNOWN, parameters(ids(OWN_IDS, OWN), ones(OWN)))),
            Map.entry("hand back", List.of(PostgresLeaseStore.HAND_BACK, parameters(ids(OWN_IDS, 2), ones(2)))),
            Map.entry(
                    "give up unused",
                    List.of(
                            PostgresLeaseStore.GIVE_UP_UNUSED,
                            "(3, '{1000}', " + ids(OWN_IDS, 2) + ", " + ones(2) + ", '" + NODE + "')")),
            Map.entry("record lost nodes", List.of(PostgresRescueStore.RECORD_LOST_NODES, "(3600000, 50)")),
            Map.entry("rescue", List.of(PostgresRescueStore.RESCUE, "(3, '{1000}', 3600000, 500, 4)")),
            Map.entry("relax suspects", List.of(PostgresRescueStore.RELAX_SUSPECTS, "(500)")),
            Map.entry(
                    "queued jobs",
                    List.of(PostgresRescueStore.QUEUED_JOBS, "('00000000-0000-0000-0000-000000000000', 3000, 500)")),
            Map.entry(
                    "queued suspects",
                    List.of(PostgresRescueStore.QUEUED_SUSPECTS, "('00000000-0000-0000-0000-000000000000', 500)")),
            Map.entry("queued of limited tenants", List.of(PostgresRescueStore.QUEUED_OF_LIMITED_TENANTS, "(500)"))));

    private static String ids(long kind, int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> new UUID(kind, i).toString())
                .collect(Collectors.joining(",", "'{", "}'::uuid[]"));
    }

    private static String range(long kind, int count) {
        return "'" + new UUID(kind, 1) + "', '" + new UUID(kind, count) + "'";
    }

    private static String ones(int count) {
        return Stream.generate(() -> "1").limit(count).collect(Collectors.joining(",", "'{", "}'::int[]"));
    }

    private static String parameters(String... others) {
        return "('" + NODE + "', " + String.join(", ", others) + ")";
    }

    private static Stores stores;

    @BeforeAll
    static void open() {
        stores = Stores.open();
        stores.worker(NODE);
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    /** Also for a connection that planned its statements while the tables were empty, and one that did so just now. */
    @Test
    void noneOfTheStatementsReadsMoreBesideMoreRunningJobs() throws SQLException {
        try (Connection early = prepared()) {
            Servers.execute(stores.url(), NODES);
            Servers.execute(stores.url(), OWN_JOBS);
            Servers.execute(stores.url(), QUEUED_JOBS);
            Servers.execute(stores.url(), RUNNING.formatted(FEW));
            Map<String, Long> few = blocks(early);

            Servers.execute(stores.url(), RUNNING.formatted(MANY));
            assertFlat("planned over empty tables", few, blocks(early));
            Servers.execute(stores.url(), "analyze jobs");
            try (Connection late = prepared()) {
                assertFlat("planned over full tables", few, blocks(late));
            }
        }
    }

    private static void assertFlat(String plans, Map<String, Long> few, Map<String, Long> many) {
        assertThat(many)
                .as(plans + "; few: " + few)
                .allSatisfy((statement, blocks) ->
                        assertThat(blocks).as(statement).isLessThan(few.get(statement) + MARGIN_BLOCKS));
    }

    private static Connection prepared() throws SQLException {
        Connection connection = Servers.connect(stores.url());
        try (Statement statement = connection.createStatement()) {
            statement.execute(AS_IN_THE_POOLS);
            for (String name : STATEMENTS.keySet()) {
                statement.execute(
                        "prepare \"" + name + "\" as " + STATEMENTS.get(name).get(0));
            }
        }
        blocks(connection);
        return connection;
    }

    /** The blocks that each statement fetches. Each is rolled back. */
    private static Map<String, Long> blocks(Connection connection) throws SQLException {
        Map<String, Long> blocks = new TreeMap<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String name : STATEMENTS.keySet()) {
                long before = fetched(statement);
                statement.execute(
                        "execute \"" + name + "\" " + STATEMENTS.get(name).get(1));
                blocks.put(name, fetched(statement) - before);
                connection.rollback();
            }
        }
        connection.setAutoCommit(true);
        return blocks;
    }

    private static long fetched(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(BLOCKS)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aHeartbeatWritesOneRowWhateverRunsOnTheNode() {
        UUID node = UUID.randomUUID();
        PostgresLeaseStore worker = stores.worker(node);
        List<Lease> held = IntStream.range(0, FEW)
                .mapToObj(i -> stores.submitted(UUID.randomUUID()))
                .map(entry -> stores.leased(worker, entry).lease())
                .toList();
        String versions = "select string_agg(xmin::text || ctid::text, ' ' order by id) from jobs where lease_owner = '"
                + node + "'";
        String own = "select xmin::text || ctid::text from workers where node = '" + node + "'";
        String jobs = Sql.text(stores.url(), versions);
        String heartbeat = Sql.text(stores.url(), own);

        assertThat(stores.done(() -> worker.renew(held))).isEmpty();

        assertThat(Sql.text(stores.url(), own)).isNotEqualTo(heartbeat);
        assertThat(Sql.text(stores.url(), versions)).isEqualTo(jobs);
    }
}
