package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that take long do not keep others waiting, however few connections a node has. */
class DatabasePoolsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SLOW = "select pg_sleep(120)";
    private static final String SLOW_NOW =
            "select count(*) from pg_stat_activity where state = 'active' and query = '" + SLOW + "'";

    private final Vertx vertx = Vertx.vertx();
    private final String url = Servers.freshDatabase();
    private Database database;

    @BeforeEach
    void open() {
        Map<String, String> settings = Map.of(
                "JWT_SECRET", "a secret for tests that is long enough",
                "PRESSROOM_DATABASE_POOL_SIZE", "1",
                "PRESSROOM_DATABASE_STATEMENT_TIMEOUT", "5m");
        database = Database.open(
                vertx, url, SettingsLoader.load(settings, Optional.empty()).database());
    }

    @AfterEach
    void close() throws Exception {
        Future<Void> closed = database.close();
        Await.until(PATIENCE, () -> {
            Servers.execute(url, "select pg_terminate_backend(pid) from pg_stat_activity where query = '" + SLOW + "'");
            return closed.isComplete();
        });
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void atMostTwoBackgroundStatementsRunAtOnce() throws Exception {
        Database background = database.background();
        Stream.generate(() -> background.run(SLOW, Tuple.tuple()))
                .limit(5)
                .forEach(running -> running.onFailure(ended -> {}));
        Await.until(PATIENCE, () -> Sql.number(url, SLOW_NOW) == 2);

        answers(Database::run);
        assertThat(Sql.number(url, SLOW_NOW)).isEqualTo(2);
    }

    @Test
    void heartbeatsDoNotWaitForOtherStatements() throws Exception {
        database.run(SLOW, Tuple.tuple()).onFailure(ended -> {});
        database.background().run(SLOW, Tuple.tuple()).onFailure(ended -> {});
        Await.until(PATIENCE, () -> Sql.number(url, SLOW_NOW) == 2);

        answers(Database::runRelaxed);
    }

    /** With a second try: on a busy machine a new connection may take too long. */
    private void answers(Call call) throws Exception {
        assertThat(call.of(database, "select 1", Tuple.tuple())
                        .recover(late -> call.of(database, "select 1", Tuple.tuple()))
                        .await(20, TimeUnit.SECONDS))
                .hasSize(1);
    }

    private interface Call {
        Future<RowSet<Row>> of(Database database, String sql, Tuple values);
    }
}
