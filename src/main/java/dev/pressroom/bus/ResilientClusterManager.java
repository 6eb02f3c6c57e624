package dev.pressroom.bus;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x' Hazelcast cluster manager, made to come out of splits and frozen nodes whole. It differs in three ways.
 *
 * <ul>
 *   <li>Changes of membership are worked off on a thread of its own. The original does so on Hazelcast's, under a lock
 *       that a merge waits for, while it waits for partitions that only the merge brings back: for two minutes.
 *   <li>A node that has left and come back, as each does that merges, keeps what it has registered since.
 *   <li>Every few seconds, and after each merge, the node looks whether what it has registered is still known to the
 *       cluster, puts back what is not, and forgets what it has cached about the others: the bus asks anew.
 * </ul>
 */
final class ResilientClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientClusterManager.class);
    private static final long HEAL_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 10;
    private static final String NODE_ID = "__vertx.nodeId";

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-membership");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Own> own = ConcurrentHashMap.newKeySet();
    private final Set<String> cached = ConcurrentHashMap.newKeySet();
    private volatile RegistrationListener selector = new RegistrationListener() {};

    /** Something that this node has registered. */
    private record Own(String address, RegistrationInfo info) {}

    ResilientClusterManager(Config config) {
        super(config);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        selector = listener;
        super.registrationListener(listener);
    }

    @Override
    public void join(Completable<Void> promise) {
        super.join((joined, failure) -> {
            if (failure == null) {
                worker.scheduleWithFixedDelay(this::heal, HEAL_SECONDS, HEAL_SECONDS, TimeUnit.SECONDS);
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
            own.add(new Own(address, info));
        }
        super.addRegistration(address, info, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        own.remove(new Own(address, info));
        super.removeRegistration(address, info, promise);
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        cached.add(address);
        super.getRegistrations(address, promise);
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        tell(event, "a node has joined");
        later(() -> super.memberAdded(event));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        tell(event, "a node has gone");
        later(() -> {
            if (!getNodes().contains(event.getMember().getAttribute(NODE_ID))) {
                super.memberRemoved(event);
            }
            forget();
        });
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            LOG.atInfo().log("two parts of the cluster have found each other");
            later(() -> {
                super.stateChanged(event);
                heal();
            });
        }
    }

    private static void tell(MembershipEvent event, String what) {
        LOG.atInfo()
                .addKeyValue("at", event.getMember().getAddress())
                .addKeyValue("nodes", event.getMembers().size())
                .log(what);
    }

    private void later(Runnable work) {
        if (!worker.isShutdown()) {
            worker.execute(() -> attempt(work));
        }
    }

    private void heal() {
        attempt(() -> {
            forget();
            long lost = own.stream().filter(this::putBack).count();
            if (!isFound()) {
                lost++;
                this.<Void>await(promise -> setNodeInfo(getNodeInfo(), promise));
            }
            if (lost > 0) {
                LOG.atInfo().addKeyValue("entries", lost).log("the cluster had lost entries of this node; put back");
            }
        });
    }

    /** Puts back what is lost, but for what is taken away meanwhile. Whether it was. */
    private boolean putBack(Own mine) {
        List<RegistrationInfo> known = this.await(promise -> super.getRegistrations(mine.address(), promise));
        if (known.contains(mine.info()) || !own.contains(mine)) {
            return false;
        }
        this.<Void>await(promise -> super.addRegistration(mine.address(), mine.info(), promise));
        if (!own.contains(mine)) {
            this.<Void>await(promise -> super.removeRegistration(mine.address(), mine.info(), promise));
        }
        return true;
    }

    /** The bus keeps whom it sends to by address until it hears of a change, and of some it never hears. */
    private void forget() {
        for (String address : cached) {
            cached.remove(address);
            selector.registrationsUpdated(new RegistrationUpdateEvent(address, List.of()));
        }
    }

    /** Runs it; a cluster that is just changing refuses, and is looked at again in a moment. */
    private void attempt(Runnable work) {
        try {
            if (isActive()) {
                work.run();
            }
        } catch (RuntimeException e) {
            if (!worker.isShutdown()) {
                LOG.atInfo().addKeyValue("cause", e.toString()).log("the cluster is changing");
            }
        }
    }

    private boolean isFound() {
        try {
            this.<NodeInfo>await(promise -> getNodeInfo(getNodeId(), promise));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private <T> T await(Consumer<Completable<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
