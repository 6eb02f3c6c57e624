package dev.pressroom;

import dev.pressroom.base.FreePort;
import dev.pressroom.base.Secret;
import dev.pressroom.bus.BusIdentity;
import dev.pressroom.bus.Members;
import dev.pressroom.config.Settings;
import dev.pressroom.embedded.DataFolder;
import dev.pressroom.embedded.EmbeddedServers;
import dev.pressroom.store.DatabaseCheck;
import dev.pressroom.store.Migrations;
import dev.pressroom.store.StartConnection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a node needs before Vert.x starts: its servers, the migrated schema, and its row in the table of nodes.
 *
 * @param redisUrl empty when there is no queue
 * @param self this node's row
 * @param cluster what all nodes of the cluster share; empty when the node runs without the cluster
 * @param announcement is called with the node's URL once the node answers HTTP requests
 */
record NodeBootstrap(
        String databaseUrl,
        Optional<String> redisUrl,
        Members members,
        Members.Self self,
        Optional<Shared> cluster,
        Consumer<String> announcement) {
    /** The name of the cluster, and the TLS identity of this node on the event bus. */
    record Shared(String name, BusIdentity identity) {}

    /** The URLs of the servers, external or embedded. */
    private record Servers(String database, Optional<String> redis, Consumer<String> announcement) {}

    /** Blocks until all is ready. Pushes what must be closed onto {@code closeStack}, also when it fails. */
    static NodeBootstrap prepare(Settings settings, UUID node, CloseStack closeStack) {
        PortCheck.requireFree(settings);
        try (StartConnection start = new StartConnection()) {
            return prepare(settings, node, closeStack, start);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static NodeBootstrap prepare(Settings settings, UUID node, CloseStack closeStack, StartConnection start)
            throws SQLException {
        Servers servers = servers(settings, closeStack, start);
        Migrations.ensure(settings.database().directUrl().map(Secret::value).orElse(servers.database()), start);
        Members members = new Members(servers.database(), node);
        Members.Self self = self(settings, servers.redis().isPresent());
        members.register(self, start);
        closeStack.pushBlocking(members::unregister);
        Optional<Shared> shared = self.port().isPresent()
                ? Optional.of(new Shared(members.clusterName(start), members.busIdentity()))
                : Optional.empty();
        return new NodeBootstrap(servers.database(), servers.redis(), members, self, shared, servers.announcement());
    }

    private static Servers servers(Settings settings, CloseStack closeStack, StartConnection start) {
        Optional<String> database = settings.database().url().map(url -> DatabaseCheck.checked(url.value(), start));
        Optional<String> redis = settings.redis().url().map(url -> url.value());
        if (settings.isProduction() || database.isPresent() && redis.isPresent()) {
            return new Servers(database.orElseThrow(), redis, url -> {});
        }
        DataFolder folder = DataFolder.open(settings.data());
        closeStack.pushBlocking(folder::close);
        EmbeddedServers servers = EmbeddedServers.start(folder, database.isEmpty(), redis.isEmpty());
        closeStack.pushBlocking(servers::close);
        return new Servers(
                database.or(servers::postgresUrl).orElseThrow(), redis.or(servers::redisUrl), folder::publishUrl);
    }

    private static Members.Self self(Settings settings, boolean hasQueue) {
        Settings.Cluster cluster = settings.cluster();
        OptionalInt port = !cluster.enabled()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        cluster.port() == 0 ? FreePort.at(cluster.bind().host()) : cluster.port());
        Set<String> roles = settings.roles().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean runsJobs = hasQueue && settings.roles().contains(Settings.Role.WORKER);
        return new Members.Self(
                cluster.host(), port, roles, runsJobs ? settings.workers().slots() : 0);
    }
}
