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

/** The configuration of the cluster: Hazelcast over TCP, whose members are discovered through the database. */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private Cluster() {}

    /** Lists the endpoints of the other nodes. May block. */
    public interface MemberList {
        List<Members.Member> list() throws SQLException;
    }

    /** A TCP endpoint: host and port. */
    public record Endpoint(String host, int port) {}

    /**
     * @param name of the cluster; nodes of another cluster name are refused
     * @param advertised the endpoint at which other nodes reach this one; must be registered before the cluster is joined
     * @param bound the endpoint at which this node listens
     */
    public static ClusterManager manager(MemberList others, String name, Endpoint advertised, Endpoint bound) {
        // After a merge, each node of the smaller part registers its entries again (ResilientClusterManager). Merging
        // the
        // entries as well would raise no events, so the other nodes would not receive them.
        MergePolicyConfig discarded = new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
        Config config = new Config()
                .setClusterName(name)
                .setProperty("hazelcast.logging.type", "slf4j")
                // Log lines would contain the cluster's name, which is secret.
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
                .setPublicAddress(advertised.host() + ":" + advertised.port());
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(resolved(bound.host()));
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getDiscoveryConfig().setDiscoveryServiceProvider(settings -> new Discovery(others));
        return new ResilientClusterManager(config);
    }

    /**
     * The options of the event bus. Dead connections are detected within 10 s.
     *
     * @param advertised the endpoint to which other nodes send messages; port 0: the bound port
     * @param bound the endpoint at which this node listens; port 0: chosen by the system
     * @param identity the TLS identity; connections without a certificate of the cluster are refused
     */
    public static EventBusOptions bus(Endpoint advertised, Endpoint bound, BusIdentity identity) {
        EventBusOptions options = new EventBusOptions();
        options.setHost(bound.host()).setPort(bound.port()).setClusterPublicHost(advertised.host());
        if (advertised.port() != 0) {
            options.setClusterPublicPort(advertised.port());
        }
        identity.secure(options);
        options.setConnectTimeout(3000).setClusterPingInterval(5000).setClusterPingReplyInterval(5000);
        return options;
    }

    /**
     * The port accepts serialized Java objects before the sender is authenticated, so only the classes that nodes send are
     * deserialized.
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

    /** Hazelcast calls it when a node joins, and periodically while the cluster is split. */
    private record Discovery(MemberList others) implements DiscoveryService {
        @Override
        public void start() {}

        @Override
        public List<DiscoveryNode> discoverNodes() {
            try {
                return others.list().stream()
                        .<DiscoveryNode>map(Discovery::node)
                        .toList();
            } catch (SQLException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the list of other nodes cannot be read");
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
