package dev.pressroom.bus;

import java.util.UUID;

/**
 * All addresses of the event bus. They are fixed per job type, shard or node, never per job or client: each registration is
 * replicated over the cluster.
 */
public final class Addresses {
    /** The number of progress addresses over which jobs are spread. A node subscribes to those its streams need. */
    public static final int SHARDS = 64;

    private Addresses() {}

    /** Sent to one worker, round robin over all nodes: the queue of this type has entries. */
    public static String ready(String jobType) {
        return "jobs.ready." + jobType;
    }

    /** Published to all nodes that have subscribed: signals about the jobs of a shard. */
    public static String progress(int shard) {
        return "progress." + shard;
    }

    public static int shardOf(UUID jobId) {
        return Math.floorMod(jobId.hashCode(), SHARDS);
    }

    /** Replies to any message, on every node, to check the bus. */
    public static String echo(UUID node) {
        return "echo." + node;
    }

    /** Messages to the worker of one node, by the id of the node's start. */
    public static String node(UUID node) {
        return "node." + node;
    }
}
