package dev.pressroom.bench;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Complete life cycles of jobs: created in batches on all nodes in turn, run by them, all durable. */
final class JobLifeCycles {
    static final int RESULT = 5_000;
    static final int BATCH = 100;

    private static final String LIVE =
            "select from jobs where status in ('queued', 'running') order by status desc, id desc limit 1";

    /** After so many jobs of its own a JVM has compiled what is hot. */
    private static final int WARM = 60_000;

    private static final int WARM_IN_SMOKE = 4 * BATCH;
    private static final int CONNECTIONS = 6;

    private final BenchEnvironment ground;
    private final String database;
    private final List<ChildProcess> nodes;
    private final JsonObject fields;

    /** @param nodes over this database, and nobody else is */
    JobLifeCycles(BenchEnvironment ground, String database, List<ChildProcess> nodes) {
        this(ground, database, nodes, new JsonObject());
    }

    /** @param fields added to the input of each job, see {@link BenchPipeline} */
    JobLifeCycles(BenchEnvironment ground, String database, List<ChildProcess> nodes, JsonObject fields) {
        this.fields = fields.copy().put(BenchPipeline.RESULT_BYTES, RESULT);
        this.ground = ground;
        this.database = database;
        this.nodes = nodes;
    }

    /** @param rate jobs a second, from the first order to the last end */
    record Life(long jobs, double rate) {}

    /** As many jobs as live within the time that the setup says, after a warm-up. */
    Life measured() {
        return lived(inTime(warmedUp()));
    }

    /** The rate at which the jobs of the warm-up have lived. */
    double warmedUp() {
        long enough = System.nanoTime() + ground.setup().warmupMillis() * 1_000_000;
        double rate;
        do {
            rate = lived(nodes.size() * ground.setup().of(WARM, WARM_IN_SMOKE)).rate;
        } while (System.nanoTime() < enough);
        return rate;
    }

    /** How many jobs live within the time that the setup says. */
    int inTime(double rate) {
        return (int) (rate * ground.setup().millis() / 1000);
    }

    /** Orders so many jobs or a few more, faster than they run, and waits until all have succeeded. */
    Life lived(int jobs) {
        long requests = jobs / BATCH + 1;
        String newest = Sql.text(database, "select id from jobs order by id desc limit 1");
        long began = System.nanoTime();
        order(requests);
        awaitEnd();
        double seconds = (System.nanoTime() - began) / 1e9;
        long ordered = requests * BATCH;
        if (succeededSince(newest) != ordered) {
            throw new IllegalStateException("not all jobs have succeeded");
        }
        return new Life(ordered, ordered / seconds);
    }

    /** Ids grow with time. Those before are left alone: there may be millions. */
    private long succeededSince(String newest) {
        String since = newest.isEmpty() ? "" : " and id > '" + newest + "'";
        return number("select count(*) from jobs where status = 'succeeded'" + since);
    }

    private void order(long requests) {
        JsonObject result = ground.load()
                .ask(new JsonObject()
                        .put("do", "requests")
                        .put(
                                "ports",
                                new JsonArray(
                                        nodes.stream().map(ChildProcess::port).toList()))
                        .put("connections", CONNECTIONS)
                        .put("status", 201)
                        .put("millis", 120_000)
                        .put("most", requests)
                        .put("requests", BenchEnvironment.batches(BATCH, fields)));
        if (result.getLong("refused") > 0) {
            throw new IllegalStateException(result.getLong("refused") + " batches were refused");
        }
    }

    /** Looks over one connection and by the index: to look often must not cost what is measured. */
    private void awaitEnd() {
        try (Connection connection = Servers.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            PollUntil.until(() -> isDone(statement));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isDone(Statement statement) {
        try (ResultSet live = statement.executeQuery(LIVE)) {
            return !live.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Updates of a job's row, of all jobs that have lived here. To be asked when the nodes are closed. */
    double updates() {
        return perJob("select n_tup_upd from pg_stat_user_tables where relname = 'jobs'");
    }

    /** Rows that were written for a job, in all tables. To be asked when the nodes are closed. */
    double rows() {
        return perJob("select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables");
    }

    /** A connection tells the last of what it has done when it ends, or ten seconds late. */
    private double perJob(String query) {
        PollUntil.until(() -> Sql.isAlone(database));
        return number(query) / (double) number("select count(*) from jobs");
    }

    private long number(String query) {
        return Sql.number(database, query);
    }
}
