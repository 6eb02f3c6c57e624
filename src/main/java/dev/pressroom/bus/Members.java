package dev.pressroom.bus;

import dev.pressroom.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The list of nodes in the database that all of them share, by which they find each other. Blocking, over JDBC: it is
 * asked on Hazelcast's threads, before there is a Vert.x.
 */
public final class Members {
    private static final String REGISTER = """
            insert into cluster_members (node, host, port) values (?, ?, ?)
            on conflict (node) do update set seen_at = now()
            """;

    private static final String OTHERS =
            "select host, port from cluster_members where node <> ? and seen_at > now() - interval '30 seconds'";

    private static final String FORGET =
            "delete from cluster_members where node = ? or seen_at < now() - interval '1 day'";

    private final String databaseUrl;
    private final UUID node;

    public Members(String databaseUrl, UUID node) {
        this.databaseUrl = databaseUrl;
        this.node = node;
    }

    /** Where another node listens. */
    public record Member(String host, int port) {}

    /** Says that this node is up; to be repeated every few seconds. */
    public void register(String host, int port) throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            statement.setObject(1, node);
            statement.setString(2, host);
            statement.setInt(3, port);
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

    /** Takes this node off the list. */
    public void forget() throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl);
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, node);
            statement.executeUpdate();
        }
    }
}
