package dev.pressroom.http.stream;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Registers this node with the nodes that run the jobs of its streams, and receives the transient signals of these jobs. One
 * instance per node: it is registered once per job, and decodes each message once for all event loops.
 *
 * <p>A registration may be lost, and a running node removes one that is not repeated. All are repeated every few seconds, in one
 * message per running node.
 */
public final class WatchVerticle extends VerticleBase {
    private static final long GATHER_MILLIS = 1;
    private static final long MAX_REPEAT_MILLIS = 3000;

    private final UUID node;
    private final long repeatMillis;
    private final Map<UUID, WatchedJob> watched = new HashMap<>();
    private final Set<UUID> unregistered = new LinkedHashSet<>();
    private final Map<UUID, Runner> ended = new HashMap<>();
    private boolean flushScheduled;

    /** Receives the signals of the jobs that it watches. */
    interface Receiver {
        /** Called on the context of the {@link WatchVerticle}. */
        void receive(List<Signal> signals);
    }

    private static final class WatchedJob {
        private final List<Receiver> receivers = new ArrayList<>(1);
        private Optional<Runner> runner = Optional.empty();
    }

    /**
     * @param node the id of this node's start
     * @param repeat the interval at which registrations are repeated; at most 3 s are used
     */
    public WatchVerticle(UUID node, Duration repeat) {
        this.node = node;
        this.repeatMillis = Math.min(MAX_REPEAT_MILLIS, repeat.toMillis());
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(repeatMillis, tick -> {
            unregistered.addAll(watched.keySet());
            flush();
        });
        return vertx.eventBus()
                .<Signal.Batch>consumer(
                        Addresses.watch(node), message -> deliver(message.body().signals()))
                .completion();
    }

    /** Ends the registrations of streams that were closed last. */
    @Override
    public Future<?> stop() {
        flush();
        return Future.succeededFuture();
    }

    /** Adds a receiver of a job. May be called on any thread, as all methods below; calls of one thread stay in order. */
    void watch(UUID jobId, Receiver receiver) {
        context.runOnContext(go ->
                watched.computeIfAbsent(jobId, id -> new WatchedJob()).receivers.add(receiver));
    }

    /** Removes a receiver of a job. */
    void unwatch(UUID jobId, Receiver receiver) {
        context.runOnContext(go -> {
            WatchedJob job = watched.get(jobId);
            if (job != null && job.receivers.remove(receiver) && job.receivers.isEmpty()) {
                watched.remove(jobId);
                job.runner.ifPresent(runner -> {
                    ended.put(jobId, runner);
                    flushSoon();
                });
            }
        });
    }

    /** The running nodes of these jobs are known: registers this node where it is not registered yet. */
    void found(Map<UUID, Runner> runners) {
        context.runOnContext(go -> runners.forEach((jobId, runner) -> {
            WatchedJob job = watched.get(jobId);
            if (job != null && !job.runner.equals(Optional.of(runner))) {
                register(jobId, job, runner);
            }
        }));
    }

    /** A node has begun to run a job; an earlier registration for this attempt may have come too early. */
    void started(UUID jobId, Runner runner) {
        context.runOnContext(go -> {
            WatchedJob job = watched.get(jobId);
            if (job != null) {
                register(jobId, job, runner);
            }
        });
    }

    private void register(UUID jobId, WatchedJob job, Runner runner) {
        job.runner = Runner.newer(job.runner, runner);
        unregistered.add(jobId);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushScheduled) {
            flushScheduled = true;
            vertx.setTimer(GATHER_MILLIS, timer -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        Map<UUID, List<UUID>> begun = new HashMap<>();
        for (UUID jobId : unregistered) {
            Optional.ofNullable(watched.get(jobId))
                    .flatMap(job -> job.runner)
                    .ifPresent(runner -> add(begun, runner, jobId));
        }
        unregistered.clear();
        Map<UUID, List<UUID>> over = new HashMap<>();
        ended.forEach((jobId, runner) -> {
            if (!watched.containsKey(jobId)) {
                add(over, runner, jobId);
            }
        });
        ended.clear();
        send(over, NodeMessage.Unwatch::new);
        send(begun, NodeMessage.Watch::new);
    }

    private static void add(Map<UUID, List<UUID>> jobs, Runner runner, UUID jobId) {
        jobs.computeIfAbsent(runner.node(), any -> new ArrayList<>()).add(jobId);
    }

    private void send(Map<UUID, List<UUID>> jobs, BiFunction<UUID, List<UUID>, Object> message) {
        jobs.forEach((runningNode, ids) -> {
            for (int from = 0; from < ids.size(); from += NodeMessage.MAX_JOBS) {
                List<UUID> page = ids.subList(from, Math.min(ids.size(), from + NodeMessage.MAX_JOBS));
                vertx.eventBus().send(Addresses.node(runningNode), message.apply(node, page));
            }
        });
    }

    private void deliver(List<Signal> signals) {
        Map<Receiver, List<Signal>> byReceiver = new HashMap<>();
        for (Signal signal : signals) {
            WatchedJob job = watched.get(signal.jobId());
            if (job != null) {
                job.receivers.forEach(receiver -> byReceiver
                        .computeIfAbsent(receiver, any -> new ArrayList<>())
                        .add(signal));
            }
        }
        byReceiver.forEach(Receiver::receive);
    }
}
