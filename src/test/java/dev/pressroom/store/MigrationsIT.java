package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pressroom.base.Failure;
import dev.pressroom.support.OlderSchema;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time-outs of migrations and of the statements before the pools exist. */
class MigrationsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void aMigrationThatMustWaitForALockFailsAndSaysWhy() throws SQLException {
        String url = Servers.emptyDatabase();
        Migrations.run(url);
        try (Connection other = Servers.connect(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table flyway_schema_history in access exclusive mode");

            assertTimeoutPreemptively(
                    DEADLINE,
                    () -> assertThatThrownBy(() -> Migrations.run(url, PATIENCE))
                            .isInstanceOf(Failure.class)
                            .hasStackTraceContaining("lock timeout"));
        }
    }

    @Test
    void aStatementThatTakesTooLongIsBrokenOff() throws SQLException {
        try (Connection connection = Migrations.connect(Servers.emptyDatabase(), PATIENCE);
                Statement statement = connection.createStatement()) {
            assertTimeoutPreemptively(
                    DEADLINE,
                    () -> assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
                            .isInstanceOf(SQLException.class));
        }
    }

    @Test
    void aServerThatTakesAConnectionAndNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "postgresql://somebody@127.0.0.1:" + silent.getLocalPort() + "/database";

            assertTimeoutPreemptively(
                    DEADLINE,
                    () -> assertThatThrownBy(() -> Migrations.connect(url, PATIENCE))
                            .isInstanceOf(SQLException.class));
        }
    }

    @Test
    void whatHasBeenMigratedIsNotMigratedAgain() {
        String url = Servers.emptyDatabase();

        assertThat(Migrations.run(url)).isPositive();
        assertThat(Migrations.run(url)).isZero();
    }

    @Test
    void aDatabaseOfTheVersionBeforeGetsReferences() {
        String older = OlderSchema.migratedTo("35");

        Migrations.run(older);

        assertThat(Sql.number(older, "select count(*) from cluster_features where name = 'references'"))
                .isOne();
    }
}
