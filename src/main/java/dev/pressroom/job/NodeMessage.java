package dev.pressroom.job;

import dev.pressroom.bus.WireName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Bus messages to the worker of one node, at the node's address. */
public final class NodeMessage {
    private NodeMessage() {}

    /** Stops this attempt, which is cancelled in Postgres already. */
    @WireName("stop")
    public record Stop(UUID jobId, int attempt) {}

    /** Requests the text of a running attempt from an offset on, in UTF-16 units. The reply is a {@link Signal.TextChunk}. */
    @WireName("text-from")
    public record TextFrom(UUID jobId, int attempt, int edition, int offset) {}

    /** The most jobs of one message about watched jobs; further ones are ignored. */
    public static final int MAX_JOBS = 1000;

    /**
     * Streams of a node watch these jobs: their transient signals shall be sent to that node. Must be repeated every few
     * seconds.
     *
     * @param watcher the node, at whose address {@code Addresses.watch} the signals are received
     */
    @WireName("watch")
    public record Watch(UUID watcher, List<UUID> jobs) {
        public Watch {
            jobs = bounded(jobs);
        }
    }

    /** No stream of the node watches these jobs any more. */
    @WireName("unwatch")
    public record Unwatch(UUID watcher, List<UUID> jobs) {
        public Unwatch {
            jobs = bounded(jobs);
        }
    }

    private static List<UUID> bounded(List<UUID> jobs) {
        return jobs == null
                ? List.of()
                : jobs.stream().limit(MAX_JOBS).filter(Objects::nonNull).toList();
    }
}
