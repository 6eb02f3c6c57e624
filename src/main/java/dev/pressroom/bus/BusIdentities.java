package dev.pressroom.bus;

import dev.pressroom.base.Secret;
import dev.pressroom.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The certificates of the event bus, in the database that all nodes share. The first node creates one; a node that starts
 * when the newest is older than 365 days creates the next. A node presents the newest certificate that all running nodes
 * have loaded. Blocking, over JDBC, like {@link Members}.
 */
final class BusIdentities {
    private static final Duration VALIDITY = Duration.ofDays(3 * 365);

    /** Lets one node at a time create a certificate, until the end of its transaction. */
    private static final String LOCK = "select pg_advisory_xact_lock(7317413)";

    private static final String CURRENT = """
            select clock_timestamp() as now,
                   exists (select from cluster_certificates where created_at > now() - interval '365 days') as present
            """;

    private static final String DELETE_EXPIRED = "delete from cluster_certificates where expires_at <= now()";

    private static final String INSERT =
            "insert into cluster_certificates (certificate, private_key, expires_at) values (?, ?, ?)";

    private static final String VALID_CERTIFICATES = """
            select c.certificate, c.private_key,
                   not exists (
                       select from cluster_members m
                       where m.node <> ? and m.port is not null and m.seen_at > now() - interval '30 seconds'
                         and m.started_at < c.created_at) as loaded_by_all
            from cluster_certificates c where c.expires_at > now()
            order by c.created_at desc, c.id desc
            """;

    private BusIdentities() {}

    /** Deletes expired certificates, creates one when needed, and returns the identity of this node. */
    static BusIdentity load(String databaseUrl, UUID node) throws SQLException {
        try (Connection connection = Migrations.connect(databaseUrl)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(LOCK);
                statement.execute(DELETE_EXPIRED);
                Optional<Instant> now = timeIfMissing(statement);
                if (now.isPresent()) {
                    insert(connection, now.get());
                }
            }
            BusIdentity identity = read(connection, node);
            connection.commit();
            return identity;
        }
    }

    /** The database's present time when a new certificate is needed; else empty. */
    private static Optional<Instant> timeIfMissing(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(CURRENT)) {
            row.next();
            return row.getBoolean("present")
                    ? Optional.empty()
                    : Optional.of(row.getObject("now", OffsetDateTime.class).toInstant());
        }
    }

    private static void insert(Connection connection, Instant now) throws SQLException {
        Instant end = now.plus(VALIDITY);
        BusCertificate created = BusCertificate.create(now, end);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, created.certificate());
            statement.setString(2, created.privateKey().value());
            statement.setObject(3, end.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private static BusIdentity read(Connection connection, UUID node) throws SQLException {
        List<String> trusted = new ArrayList<>();
        Optional<BusCertificate> own = Optional.empty();
        BusCertificate oldest = null;
        try (PreparedStatement statement = connection.prepareStatement(VALID_CERTIFICATES)) {
            statement.setObject(1, node);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    oldest = new BusCertificate(
                            rows.getString("certificate"), new Secret(rows.getString("private_key")));
                    trusted.add(oldest.certificate());
                    if (own.isEmpty() && rows.getBoolean("loaded_by_all")) {
                        own = Optional.of(oldest);
                    }
                }
            }
        }
        return new BusIdentity(own.orElse(oldest), List.copyOf(trusted));
    }
}
