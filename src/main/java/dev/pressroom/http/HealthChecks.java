package dev.pressroom.http;

import dev.pressroom.base.Lifecycle;
import dev.pressroom.base.Watchdog;
import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * The components whose health a node reports.
 *
 * @param queue empty if Redis is not configured
 * @param monitor reports why the queue is unavailable
 * @param serves whether this node has the role http, which works without the queue except for creating and retrying
 *     jobs
 * @param model display name of the model that the pipelines use
 */
public record HealthChecks(
        Database database,
        Optional<RedisJobQueue> queue,
        QueueMonitor monitor,
        boolean serves,
        NodeHeartbeat nodeHeartbeat,
        Lifecycle lifecycle,
        Watchdog watchdog,
        PrometheusMeterRegistry metrics,
        String model) {}
