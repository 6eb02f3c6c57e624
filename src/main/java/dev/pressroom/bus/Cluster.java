package dev.pressroom.bus;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import com.hazelcast.spi.discovery.integration.DiscoveryService;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How nodes become a cluster: Hazelcast over TCP, its members found in the database. */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private Cluster() {}

    /**
     * @param host the address at which the other nodes reach this one
     * @param port at which they do; registered in {@code members} before the cluster is joined
     */
    public static ClusterManager manager(Members members, String host, int port) {
        Config config = new Config()
                .setClusterName("pressroom")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.discovery.enabled", "true")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                        .setBackupCount(1)
                        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET))
                .addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1))
                .addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false).setPublicAddress(host + ":" + port);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(resolved(host));
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getDiscoveryConfig().setDiscoveryServiceProvider(settings -> new FromDatabase(members));
        return new HazelcastClusterManager(config);
    }

    /** A port that is free on this machine at the moment. */
    public static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port at " + host, e);
        }
    }

    private static String resolved(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("unknown host " + host, e);
        }
    }

    /** Asked when a node joins, and from time to time by the parts of a cluster that was split. */
    private record FromDatabase(Members members) implements DiscoveryService {
        @Override
        public void start() {}

        @Override
        public List<DiscoveryNode> discoverNodes() {
            try {
                return members.others().stream()
                        .<DiscoveryNode>map(FromDatabase::node)
                        .toList();
            } catch (SQLException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("other nodes not found");
                return List.of();
            }
        }

        private static SimpleDiscoveryNode node(Members.Member member) {
            try {
                return new SimpleDiscoveryNode(new Address(member.host(), member.port()));
            } catch (UnknownHostException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void destroy() {}

        @Override
        public Map<String, String> discoverLocalMetadata() {
            return Map.of();
        }
    }
}
