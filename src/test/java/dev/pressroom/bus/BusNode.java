package dev.pressroom.bus;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import dev.pressroom.base.FreePort;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A node with an event bus only: it subscribes to some shards and to its own address. */
final class BusNode implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int SHARDS = 16;
    private static final BusIdentity IDENTITY = identity();

    private final String name;
    private final int port = FreePort.at(HOST);
    private final ResilientClusterManager manager;
    private final Vertx vertx;
    private final List<MessageConsumer<String>> shards = new ArrayList<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    /** @param visible the nodes that discovery returns, including this one */
    BusNode(String name, Supplier<List<BusNode>> visible) {
        this.name = name;
        Cluster.MemberList others = () -> visible.get().stream()
                .filter(node -> node != this)
                .map(node -> new Members.Member(HOST, node.port))
                .toList();
        manager = (ResilientClusterManager) Cluster.manager(
                others, "pressroom-test", new Cluster.Endpoint(HOST, port), new Cluster.Endpoint(HOST, port));
        VertxOptions options = new VertxOptions()
                .setEventBusOptions(
                        Cluster.bus(new Cluster.Endpoint(HOST, 0), new Cluster.Endpoint(HOST, 0), IDENTITY));
        try {
            vertx = Vertx.builder()
                    .with(options)
                    .withClusterManager(manager)
                    .buildClustered()
                    .await(60, TimeUnit.SECONDS);
            for (int shard = 0; shard < SHARDS; shard++) {
                shards.add(listen(Addresses.progress(shard)));
            }
            listen(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static BusIdentity identity() {
        BusCertificate own = BusCertificate.create(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        return new BusIdentity(own, List.of(own.certificate()));
    }

    private MessageConsumer<String> listen(String address) throws Exception {
        MessageConsumer<String> consumer =
                vertx.eventBus().consumer(address, message -> heard.add(address + " " + message.body()));
        consumer.completion().await(20, TimeUnit.SECONDS);
        return consumer;
    }

    String id() {
        return manager.getNodeId();
    }

    /** The number of cluster members that it knows, including itself. */
    int nodes() {
        return manager.getNodes().size();
    }

    void speak() {
        for (int shard = 0; shard < SHARDS; shard++) {
            vertx.eventBus().publish(Addresses.progress(shard), name);
        }
    }

    boolean hasHeard(List<BusNode> speakers) {
        return speakers.stream().allMatch(speaker -> {
            for (int shard = 0; shard < SHARDS; shard++) {
                if (!heard.contains(Addresses.progress(shard) + " " + speaker.name)) {
                    return false;
                }
            }
            return true;
        });
    }

    void deafen() {
        heard.clear();
    }

    void leaveShard(int shard) {
        try {
            shards.get(shard).unregister().await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the node has repaired everything as often as after a change of the membership. */
    void settle() {
        for (int i = 0; i < ResilientClusterManager.FULL_REPAIRS; i++) {
            repair();
        }
    }

    void repair() {
        try {
            manager.repairNow().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How many lists of registrations other nodes, and this one, have read from this node. */
    long listsRead() {
        return registrations().getLocalMultiMapStats().getGetOperationCount();
    }

    private MultiMap<String, HazelcastRegistrationInfo> registrations() {
        return manager.getHazelcastInstance().getMultiMap("__vertx.subs");
    }

    /** Deletes the registrations of all nodes without notifying them. */
    void wipeRegistry() {
        HazelcastInstance hazelcast = manager.getHazelcastInstance();
        MultiMap<?, ?> registered = registrations();
        IMap<?, ?> nodes = hazelcast.getMap("__vertx.nodeInfo");
        if (registered.size() == 0 || nodes.isEmpty()) {
            throw new AssertionError("there is nothing to lose");
        }
        registered.clear();
        nodes.clear();
    }

    /** Returns whether the cluster has this node's registration of its own address. */
    boolean knows(BusNode other) {
        return !listeners(other.name).isEmpty()
                && manager.getHazelcastInstance().getMap("__vertx.nodeInfo").containsKey(other.id());
    }

    /** The ids of the nodes that are registered for a shard. */
    List<String> listeners(int shard) {
        return listeners(Addresses.progress(shard));
    }

    private List<String> listeners(String address) {
        Promise<List<RegistrationInfo>> found = Promise.promise();
        manager.getRegistrations(address, found);
        try {
            return found.future().await(20, TimeUnit.SECONDS).stream()
                    .map(RegistrationInfo::nodeId)
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
