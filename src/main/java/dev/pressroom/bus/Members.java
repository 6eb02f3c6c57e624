package dev.pressroom.bus;

import dev.pressroom.store.Migrations;
import dev.pressroom.store.StartConnection;
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
 * The table of nodes in the shared database, through which they discover each other. Blocking, over JDBC: it is read on
 * Hazelcast's threads, before Vert.x exists. {@link NodeHeartbeat} updates this node's row.
 */
public final class Members {
    /** The version of the messages that this node sends and receives on the event bus. */
    static final int BUS_VERSION = 1;

    private static final String REGISTER =
            "insert into cluster_members (node, host, port, roles, slots, bus_version, running) values (?, ?, ?, ?, ?, ?, 0)";

    private static final String OTHERS = """
            select host, port from cluster_members
            where node <> ? and port is not null and seen_at > now() - interval '30 seconds'
            """;

    private static final String UNREGISTER =
            "delete from cluster_members where node = ? or seen_at < now() - interval '1 day'";

    /**
     * The name is derived from a secret, so that it cannot be guessed, and from the name and OID of the database
     * and the creation time of the schema, so that a copy of the database is another cluster.
     */
    private static final String CLUSTER_NAME = """
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

    /** The cluster endpoint of another node. */
    public record Member(String host, int port) {}

    /**
     * This node's row.
     *
     * @param port the cluster port at which other nodes reach it; empty when it runs without the cluster
     * @param slots jobs that it runs at once; 0 when it runs none
     */
    public record Self(String host, OptionalInt port, Set<String> roles, int slots) {}

    /** Inserts this node's row. */
    public void register(Self self, StartConnection start) throws SQLException {
        Connection connection = start.to(databaseUrl);
        try (PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            statement.setObject(1, node);
            statement.setString(2, self.host());
            statement.setObject(3, self.port().isPresent() ? self.port().getAsInt() : null, Types.INTEGER);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", self.roles().stream().sorted().toArray()));
            statement.setInt(5, self.slots());
            statement.setInt(6, BUS_VERSION);
            statement.executeUpdate();
        }
    }

    /** The other nodes with a heartbeat within the last 30 s. */
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

    /** The name of the cluster: the same for all nodes that share this database, and for no others. */
    public String clusterName(StartConnection start) throws SQLException {
        try (PreparedStatement statement = start.to(databaseUrl).prepareStatement(CLUSTER_NAME);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The TLS identity of this node on the event bus. Call it after {@link #register}. */
    public BusIdentity busIdentity() throws SQLException {
        return BusIdentities.load(databaseUrl, node);
    }

    /** Deletes this node's row, and rows without a heartbeat for a day. */
    public void unregister() throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(UNREGISTER)) {
            statement.setObject(1, node);
            statement.executeUpdate();
        }
    }
}
