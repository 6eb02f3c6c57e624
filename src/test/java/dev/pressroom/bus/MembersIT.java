package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.store.StartConnection;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembersIT {
    /** Without a number it would count as a node of an older version until its first heartbeat. */
    @Test
    void aNewNodeSaysThatItRunsNoJobs() throws SQLException {
        String database = Servers.freshDatabase();
        try (StartConnection start = new StartConnection()) {
            new Members(database, UUID.randomUUID())
                    .register(new Members.Self("127.0.0.1", OptionalInt.of(1), Set.of("worker"), 5), start);
        }

        assertThat(Sql.number(database, "select count(*) from cluster_members where running = 0"))
                .isOne();
    }
}
