package dev.pressroom.worker;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.trace.Tracing;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The services that a node's worker verticles share.
 *
 * @param node the id of this node's start; the owner of its leases
 * @param state what the worker reports to the other parts of the node
 * @param previousVersion whether there may be nodes of the previous version in the cluster
 */
public record WorkerServices(
        UUID node,
        Settings settings,
        Sources sources,
        WorkerStores stores,
        JobQueue queue,
        QueueMonitor monitor,
        Map<JobType, Pipeline> pipelines,
        JobMetrics metrics,
        WorkerState state,
        Tracing tracing,
        BooleanSupplier previousVersion) {
    /** The services of a node without tracing, in a cluster of this version. */
    public WorkerServices(
            UUID node,
            Settings settings,
            Sources sources,
            WorkerStores stores,
            JobQueue queue,
            QueueMonitor monitor,
            Map<JobType, Pipeline> pipelines,
            JobMetrics metrics) {
        this(
                node,
                settings,
                sources,
                stores,
                queue,
                monitor,
                pipelines,
                metrics,
                new WorkerState(),
                Tracing.OFF,
                () -> false);
    }
}
