package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatableMigrationsTest {
    /** Nodes of the version before refuse a database with a repeatable file that they do not have. */
    @Test
    void thereIsNoNewRepeatableFile() {
        assertThat(SchemaHistory.MIGRATIONS.stream().filter(name -> name.startsWith("R__")))
                .containsExactly("R__accounts.sql", "R__functions.sql", "R__submit.sql");
    }
}
