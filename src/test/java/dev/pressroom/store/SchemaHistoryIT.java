package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases in which a start does not load Flyway. */
class SchemaHistoryIT {
    @Test
    void itKnowsAllThatAreInTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SchemaHistory.MIGRATIONS);
        }
    }

    @Test
    void aSchemaThatFlywayHasJustMigratedIsCurrent() throws SQLException {
        assertThat(isCurrentAfter("select 1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from flyway_schema_history where version = '7'",
                "delete from flyway_schema_history where script = 'R__submit.sql'",
                "update flyway_schema_history set checksum = checksum + 1 where version = '1'",
                "update flyway_schema_history set success = false where version = '7'",
                "update flyway_schema_history set type = 'DELETE' where version = '7'",
                "insert into flyway_schema_history select 100, version, description, type, script, checksum + 1, "
                        + "installed_by, installed_on, execution_time, success from flyway_schema_history "
                        + "where script = 'R__submit.sql'"
            })
    void aSchemaWithAnotherHistoryIsNot(String change) throws SQLException {
        assertThat(isCurrentAfter(change)).isFalse();
    }

    @Test
    void whatANewerVersionHasAddedIsNotLookedAt() throws SQLException {
        assertThat(isCurrentAfter(
                        "insert into flyway_schema_history select 100, '1000', 'later', type, 'V1000__later.sql', "
                                + "1, installed_by, installed_on, execution_time, success from flyway_schema_history "
                                + "where version = '1'"))
                .isTrue();
    }

    /** Flyway creates tables in the first schema of the search path. */
    @Test
    void theHistoryOfAnotherSchemaIsNotLookedAt() throws SQLException {
        assertThat(isCurrentAfter("create schema first; set search_path to first, public"))
                .isFalse();
    }

    @Test
    void anEmptyDatabaseIsMigrated() throws SQLException {
        String url = Servers.emptyDatabase();
        try (Connection connection = Servers.connect(url)) {
            assertThatThrownBy(() -> SchemaHistory.isCurrent(connection)).isInstanceOf(SQLException.class);

            Migrations.ensure(url);

            assertThat(SchemaHistory.isCurrent(connection)).isTrue();
        }
    }

    private static boolean isCurrentAfter(String change) throws SQLException {
        String url = Servers.emptyDatabase();
        Migrations.run(url);
        try (Connection connection = Servers.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
            return SchemaHistory.isCurrent(connection);
        }
    }
}
