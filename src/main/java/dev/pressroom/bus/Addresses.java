package dev.pressroom.bus;

import java.util.UUID;

/**
 * All addresses of the event bus. There is one per job type, shard or node, never one per job or client, since each
 * registration is replicated to all nodes.
 */
public final class Addresses {
    /** The number of progress addresses over which jobs are spread. A node subscribes to those its streams need. */
    public static final int SHARDS = 64;

    private Addresses() {}

    /** For messages to one worker, round robin over all nodes: the queue of this type has entries. */
    public static String ready(String jobType) {
        return "jobs.ready." + jobType;
    }

    /** For durable signals about the jobs of a shard, published to all nodes that have subscribed. */
    public static String progress(int shard) {
        return "progress." + shard;
    }

    /** The shard of a job, from 0 to {@link #SHARDS} - 1. */
    public static int shardOf(UUID jobId) {
        return Math.floorMod(jobId.hashCode(), SHARDS);
    }

    /**
     * For the transient signals of jobs that streams of one node watch.
     *
     * @param node the id of the node's start
     */
    public static String watch(UUID node) {
        return "watch." + node;
    }

    /** For messages to all nodes: pauses, limits or drained nodes have changed. The message has no content. */
    public static final String CONTROLS = "ops.controls";

    /** For messages to all nodes: a node has released its maintenance locks. The message has no content. */
    public static final String LOCKS = "maintenance.locks";

    /** For messages to all nodes: an erasure has begun or ended. The message has no content. */
    public static final String ERASURES = "erasures";

    /** The address at which a node replies to any message, to check the bus. */
    public static String echo(UUID node) {
        return "echo." + node;
    }

    /**
     * For messages to the worker of one node.
     *
     * @param node the id of the node's start
     */
    public static String node(UUID node) {
        return "node." + node;
    }
}
