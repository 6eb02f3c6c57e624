package dev.pressroom.bus;

import dev.pressroom.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The list of nodes in the database that all of them share, by which they find each other. Blocking, over JDBC: it is
 * asked on Hazelcast's threads, before there is a Vert.x. {@link NodeHeartbeat} keeps this node on the list.
 */
public final class Members {
    private static final String REGISTER =
            "insert into cluster_members (node, host, port, roles, slots) values (?, ?, ?, ?, ?)";

    private static final String OTHERS = """
            select host, port from cluster_members
            where node <> ? and port is not null and seen_at > now() - interval '30 seconds'
            """;

    private static final String FORGET =
            "delete from cluster_members where node = ? or seen_at < now() - interval '1 day'";

    /**
     * Holds a secret, so that strangers do not know it; and when and where the schema was made: a service on a copy of the
     * database is another one.
     */
    private static final String CLUSTER = """
            select 'pressroom-' || left(encode(sha256(convert_to(
                s.secret || ' ' || current_database() || ' ' || d.oid || ' ' || min(h.installed_on), 'UTF8')), 'hex'), 40)
            from cluster_secret s, flyway_schema_history h, pg_database d
            where d.datname = current_database() group by s.secret, d.oid
            """;

    private final String databaseUrl;
    private final UUID node;

    public Members(String databaseUrl, UUID node) {
        this.databaseUrl = databaseUrl;
        this.node = node;
    }

    /** Where another node listens. */
    public record Member(String host, int port) {}

    /**
     * What a node says of itself.
     *
     * @param port at which other nodes reach it; empty when it runs without the cluster
     * @param slots jobs that it runs at once; 0 when it runs none
     */
    public record Self(String host, OptionalInt port, Set<String> roles, int slots) {}

    /** Puts this node on the list. */
    public void register(Self self) throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            statement.setObject(1, node);
            statement.setString(2, self.host());
            statement.setObject(3, self.port().isPresent() ? self.port().getAsInt() : null, Types.INTEGER);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", self.roles().stream().sorted().toArray()));
            statement.setInt(5, self.slots());
            statement.executeUpdate();
        }
    }

    /** The other nodes that were up within the last half minute. */
    public List<Member> others() throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(OTHERS)) {
            statement.setObject(1, node);
            List<Member> members = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members.add(new Member(rows.getString(1), rows.getInt(2)));
                }
            }
            return members;
        }
    }

    /** The name of the cluster that these nodes are: the same for all that share this database, and for no others. */
    public String clusterName() throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(CLUSTER);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** By what this node is known on the event bus; to be asked after it is on the list. */
    public BusIdentity busIdentity() throws SQLException {
        return BusIdentities.load(databaseUrl, node);
    }

    /** Takes this node off the list. */
    public void forget() throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, node);
            statement.executeUpdate();
        }
    }
}
