package dev.pressroom.bus;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import com.hazelcast.spi.discovery.integration.DiscoveryService;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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

    /** Where the other nodes are at the moment. May block. */
    public interface Others {
        List<Members.Member> list() throws SQLException;
    }

    /** A place to listen at, or to knock at. */
    public record Door(String host, int port) {}

    /**
     * @param name of the cluster; nodes of another name are strangers, at whatever address
     * @param reached where the other nodes reach this one; they know of it before the cluster is joined
     * @param bound where this node listens
     */
    public static ClusterManager manager(Others others, String name, Door reached, Door bound) {
        // Each node of a part that merges puts its own entries back: then the others hear of them, as they would not of
        // entries that were merged.
        MergePolicyConfig discarded = new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
        Config config = new Config()
                .setClusterName(name)
                .setProperty("hazelcast.logging.type", "slf4j")
                // The cluster's name, which is secret, would stand in each line.
                .setProperty("hazelcast.logging.details.enabled", "false")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.discovery.enabled", "true")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.partition.count", "31")
                .setProperty("hazelcast.operation.call.timeout.millis", "10000")
                .setProperty("hazelcast.graceful.shutdown.max.wait", "5")
                .addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                        .setBackupCount(1)
                        .setMergePolicyConfig(discarded)
                        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET))
                .addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1))
                .addMapConfig(
                        new MapConfig("__vertx.nodeInfo").setBackupCount(1).setMergePolicyConfig(discarded));
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(acceptedClasses());
        config.getNetworkConfig()
                .setPort(bound.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(reached.host() + ":" + reached.port());
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(resolved(bound.host()));
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getDiscoveryConfig().setDiscoveryServiceProvider(settings -> new Discovery(others));
        return new ResilientClusterManager(config);
    }

    /**
     * How the event bus talks between nodes. Connections that have died without a word are noticed within some seconds.
     *
     * @param reached where the other nodes send their messages; the port 0 is the one that is bound
     * @param bound where this node takes them; the port 0 lets the system choose
     * @param identity without a certificate of the cluster nobody can connect
     */
    public static EventBusOptions bus(Door reached, Door bound, BusIdentity identity) {
        EventBusOptions options = new EventBusOptions();
        options.setHost(bound.host()).setPort(bound.port()).setClusterPublicHost(reached.host());
        if (reached.port() != 0) {
            options.setClusterPublicPort(reached.port());
        }
        identity.secure(options);
        options.setConnectTimeout(3000).setClusterPingInterval(5000).setClusterPingReplyInterval(5000);
        return options;
    }

    /**
     * Whoever reaches the port can send objects in Java's own serialization, before he is known. Only classes that nodes
     * really send are read.
     */
    private static JavaSerializationFilterConfig acceptedClasses() {
        ClassFilter accepted = new ClassFilter()
                .addPackages("java.lang", "java.util")
                .addClasses("java.io.IOException", "java.util.concurrent.TimeoutException")
                .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "[Ljava.lang.", "[B");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(accepted);
    }

    private static String resolved(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("unknown host " + host, e);
        }
    }

    /** Asked when a node joins, and from time to time by the parts of a cluster that was split. */
    private record Discovery(Others others) implements DiscoveryService {
        @Override
        public void start() {}

        @Override
        public List<DiscoveryNode> discoverNodes() {
            try {
                return others.list().stream()
                        .<DiscoveryNode>map(Discovery::node)
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
