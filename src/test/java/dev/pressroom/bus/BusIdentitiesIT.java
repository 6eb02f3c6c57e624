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

/** The certificate of the event bus that a node presents, and those it trusts. */
class BusIdentitiesIT {
    private final String database = Servers.freshDatabase();

    @Test
    void nodesThatStartTogetherShareOneCertificate() throws SQLException {
        BusIdentity first = started();
        BusIdentity second = started();

        assertThat(second).isEqualTo(first);
        assertThat(first.trusted()).containsExactly(first.own().certificate());
    }

    @Test
    void aNodeThatStartsAYearLaterMakesAnotherAndTrustsBoth() throws SQLException {
        BusIdentity old = started();
        age("366 days");

        BusIdentity renewed = started();

        assertThat(renewed.trusted()).hasSize(2).contains(old.own().certificate());
    }

    @Test
    void theOldOneIsShownWhileANodeRunsThatDoesNotKnowTheNewOne() throws SQLException {
        BusIdentity old = started();
        age("366 days");

        assertThat(started().own()).isEqualTo(old.own());
    }

    @Test
    void theNewOneIsShownWhenAllNodesKnowIt() throws SQLException {
        BusIdentity old = started();
        age("366 days");
        BusIdentity both = started();
        Servers.execute(database, "update cluster_members set started_at = now()");

        BusIdentity next = started();

        assertThat(next.own()).isNotEqualTo(old.own());
        assertThat(both.trusted()).contains(next.own().certificate());
    }

    @Test
    void oneThatHasExpiredIsNotTrustedAnyMore() throws SQLException {
        BusIdentity old = started();
        age("366 days");
        Servers.execute(database, "update cluster_certificates set expires_at = now()");

        assertThat(started().trusted()).doesNotContain(old.own().certificate());
        assertThat(Sql.number(database, "select count(*) from cluster_certificates"))
                .isEqualTo(1);
    }

    private BusIdentity started() throws SQLException {
        Members members = new Members(database, UUID.randomUUID());
        try (StartConnection start = new StartConnection()) {
            members.register(new Members.Self("127.0.0.1", OptionalInt.of(1), Set.of("http"), 0), start);
        }
        return members.busIdentity();
    }

    private void age(String time) {
        Servers.execute(
                database,
                "update cluster_certificates set created_at = created_at - interval '" + time + "';"
                        + "update cluster_members set started_at = started_at - interval '" + time + "'");
    }
}
