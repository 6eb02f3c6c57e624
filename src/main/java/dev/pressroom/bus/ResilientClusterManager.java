package dev.pressroom.bus;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x' Hazelcast cluster manager, changed to recover from split clusters and frozen nodes.
 *
 * <ul>
 *   <li>Membership events are handled on a thread of its own. The original handles them on a Hazelcast thread under a lock
 *       that a merge needs, while it waits up to two minutes for partitions that only the merge restores.
 *   <li>A node that has left and rejoined, as in each merge, keeps its new registrations.
 *   <li>The node adds its own registrations again where the cluster has lost them, and clears its cache of other nodes'
 *       registrations where it is outdated. Both happen only by a change of the membership or a merge, and for some time
 *       after one: then all are repaired every 5 s. Otherwise some are compared every 5 s, in rotation.
 * </ul>
 *
 * <p>What a repair transfers does not grow with the number of nodes: each own registration is looked up by address and
 * value, and of a cached address only the number of registrations is compared.
 */
final class ResilientClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientClusterManager.class);
    private static final long REPAIR_INTERVAL_SECONDS = 5;
    private static final long TIMEOUT_SECONDS = 10;

    /** Repairs after the last change of the membership that repair everything: for 30 s. */
    static final int FULL_REPAIRS = 6;

    /** Own registrations, and cached addresses, that another repair compares. */
    private static final int COMPARED_PER_REPAIR = 32;

    private static final String REGISTRATIONS = "__vertx.subs";
    private static final String NODE_ID = "__vertx.nodeId";

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-membership");
        thread.setDaemon(true);
        return thread;
    });
    /** The registrations of this node that other nodes can see. */
    private final Set<Registration> own = ConcurrentHashMap.newKeySet();
    /**
     * The addresses whose registrations Vert.x may have in its cache, with their number when they were read last.
     */
    private final Map<String, Integer> cached = new ConcurrentHashMap<>();
    /** The owner of the cache, which is notified of updates. */
    private volatile RegistrationListener updates = new RegistrationListener() {};
    /** Used by the worker thread only. */
    private int fullRepairsLeft = FULL_REPAIRS;

    private int nextOwn;
    private int nextCached;

    /** A registration of this node. */
    private record Registration(String address, RegistrationInfo info) {}

    ResilientClusterManager(Config config) {
        super(config);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        updates = new CountingListener(listener);
        super.registrationListener(updates);
    }

    /** Notes how many registrations Vert.x was told. */
    private final class CountingListener implements RegistrationListener {
        private final RegistrationListener cache;

        CountingListener(RegistrationListener cache) {
            this.cache = cache;
        }

        @Override
        public void registrationsUpdated(RegistrationUpdateEvent event) {
            List<RegistrationInfo> registrations = event.registrations();
            if (registrations.isEmpty()) {
                cached.remove(event.address());
            } else {
                cached.put(event.address(), visible(registrations));
            }
            cache.registrationsUpdated(event);
        }

        @Override
        public void registrationsLost() {
            cached.clear();
            cache.registrationsLost();
        }

        @Override
        public boolean wantsUpdatesFor(String address) {
            return cache.wantsUpdatesFor(address);
        }
    }

    private static int visible(List<RegistrationInfo> registrations) {
        return (int) registrations.stream().filter(info -> !info.localOnly()).count();
    }

    @Override
    public void join(Completable<Void> promise) {
        super.join((joined, failure) -> {
            if (failure == null) {
                worker.scheduleWithFixedDelay(
                        this::repair, REPAIR_INTERVAL_SECONDS, REPAIR_INTERVAL_SECONDS, TimeUnit.SECONDS);
            }
            promise.complete(joined, failure);
        });
    }

    @Override
    public void leave(Completable<Void> promise) {
        worker.shutdownNow();
        super.leave(promise);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        if (!info.localOnly()) {
            own.add(new Registration(address, info));
        }
        super.addRegistration(address, info, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        own.remove(new Registration(address, info));
        super.removeRegistration(address, info, promise);
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        super.getRegistrations(address, (found, failure) -> {
            if (failure == null) {
                cached.put(address, visible(found));
            }
            promise.complete(found, failure);
        });
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        log(event, "a node has joined");
        submit(() -> {
            fullRepairsLeft = FULL_REPAIRS;
            super.memberAdded(event);
        });
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        log(event, "a node has left");
        submit(() -> {
            if (!getNodes().contains(event.getMember().getAttribute(NODE_ID))) {
                super.memberRemoved(event);
            }
            fullRepairsLeft = FULL_REPAIRS;
            clearCache();
        });
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            LOG.atInfo().log("two parts of the cluster have merged");
            submit(() -> {
                super.stateChanged(event);
                fullRepairsLeft = FULL_REPAIRS;
                repair();
            });
        }
    }

    private static void log(MembershipEvent event, String message) {
        LOG.atInfo()
                .addKeyValue("at", event.getMember().getAddress())
                .addKeyValue("nodes", event.getMembers().size())
                .log(message);
    }

    private void submit(Runnable work) {
        if (!worker.isShutdown()) {
            worker.execute(() -> attempt(work));
        }
    }

    /** Repairs now, on the worker thread; for tests. */
    Future<?> repairNow() {
        return worker.submit(this::repair);
    }

    private void repair() {
        attempt(() -> {
            boolean all = fullRepairsLeft > 0;
            if (all) {
                fullRepairsLeft--;
                clearCache();
            } else {
                clearOutdated();
            }
            long lost = (all ? List.copyOf(own) : nextOwn())
                    .stream().filter(this::addIfLost).count();
            if (!isNodeInfoPresent()) {
                lost++;
                this.<Void>await(promise -> setNodeInfo(getNodeInfo(), promise));
            }
            if (lost > 0) {
                fullRepairsLeft = FULL_REPAIRS;
                LOG.atInfo().addKeyValue("entries", lost).log("lost registrations of this node were added again");
            }
        });
    }

    private List<Registration> nextOwn() {
        List<Registration> next = inRotation(List.copyOf(own), nextOwn);
        nextOwn += COMPARED_PER_REPAIR;
        return next;
    }

    private static <T> List<T> inRotation(List<T> all, int from) {
        int number = Math.min(COMPARED_PER_REPAIR, all.size());
        return IntStream.range(0, number)
                .mapToObj(i -> all.get(Math.floorMod(from + i, all.size())))
                .toList();
    }

    /** Adds a registration that the cluster has lost, unless it was removed meanwhile. Returns whether it was lost. */
    private boolean addIfLost(Registration registration) {
        boolean present = registrations()
                .containsEntry(registration.address(), new HazelcastRegistrationInfo(registration.info()));
        if (present || !own.contains(registration)) {
            return false;
        }
        this.<Void>await(promise -> super.addRegistration(registration.address(), registration.info(), promise));
        if (!own.contains(registration)) {
            this.<Void>await(promise -> super.removeRegistration(registration.address(), registration.info(), promise));
        }
        return true;
    }

    private MultiMap<String, HazelcastRegistrationInfo> registrations() {
        return getHazelcastInstance().getMultiMap(REGISTRATIONS);
    }

    /** Vert.x caches registrations by address until it is notified of a change, and misses some notifications. */
    private void clearCache() {
        cached.keySet().forEach(this::clear);
    }

    private void clear(String address) {
        updates.registrationsUpdated(new RegistrationUpdateEvent(address, List.of()));
    }

    /** Clears the next cached addresses whose number of registrations differs from that of the cluster. */
    private void clearOutdated() {
        for (String address : inRotation(List.copyOf(cached.keySet()), nextCached)) {
            Integer known = cached.get(address);
            if (known != null && registrations().valueCount(address) != known) {
                clear(address);
            }
        }
        nextCached += COMPARED_PER_REPAIR;
    }

    /**
     * Runs the work and logs a failure. Work may fail during a membership change; the next repair then corrects the
     * registrations.
     */
    private void attempt(Runnable work) {
        try {
            if (isActive()) {
                work.run();
            }
        } catch (RuntimeException e) {
            if (!worker.isShutdown()) {
                LOG.atInfo()
                        .addKeyValue("cause", e.toString())
                        .log("registrations could not be updated during a membership change; the next repair follows");
            }
        }
    }

    private boolean isNodeInfoPresent() {
        try {
            this.<NodeInfo>await(promise -> getNodeInfo(getNodeId(), promise));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Waits up to 10 s for the result of an operation.
     *
     * @throws IllegalStateException when it fails or takes longer
     */
    private <T> T await(Consumer<Completable<T>> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        operation.accept((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
