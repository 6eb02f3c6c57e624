package dev.pressroom.worker;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.pipeline.Pipeline;
import java.util.Map;
import java.util.UUID;

/**
 * What the worker side of a node shares.
 *
 * @param node the id of this node's start, which its leases carry
 */
public record WorkerServices(
        UUID node,
        Settings settings,
        Sources sources,
        WorkerStores stores,
        JobQueue queue,
        QueueMonitor monitor,
        Map<JobType, Pipeline> pipelines,
        JobMetrics metrics) {}
