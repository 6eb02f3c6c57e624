package dev.pressroom.bus;

import java.util.UUID;

/**
 * Every address of the event bus. They are fixed per job type, shard or node, never per job or client: each
 * registration is replicated over the cluster.
 */
public final class Addresses {
    /** Jobs are spread over so many progress addresses; a node listens only where it has a watcher. */
    public static final int SHARDS = 64;

    private Addresses() {}

    /** "There is work": round robin over the workers of all nodes. */
    public static String ready(String jobType) {
        return "jobs.ready." + jobType;
    }

    /** What happens in the jobs of a shard, to all who watch it. */
    public static String progress(int shard) {
        return "progress." + shard;
    }

    public static int shardOf(UUID jobId) {
        return Math.floorMod(jobId.hashCode(), SHARDS);
    }

    /** Answers whatever it is asked, on every node: shows that the bus carries. */
    public static String echo(UUID node) {
        return "echo." + node;
    }

    /** Questions and orders to the worker of one node, by the id of its start. */
    public static String node(UUID node) {
        return "node." + node;
    }
}
