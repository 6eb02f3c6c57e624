package dev.pressroom.http;

import dev.pressroom.base.ShutdownState;
import dev.pressroom.base.Watchdog;
import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * What tells how a node is.
 *
 * @param queue empty where none is configured
 * @param monitor knows why the queue cannot be reached
 * @param serves whether this node has the role http: then it answers reads without the queue
 * @param model the name of the model behind the pipelines, for people
 */
public record HealthChecks(
        Database database,
        Optional<RedisJobQueue> queue,
        QueueMonitor monitor,
        boolean serves,
        NodeHeartbeat nodeHeartbeat,
        ShutdownState shutdownState,
        Watchdog watchdog,
        PrometheusMeterRegistry metrics,
        String model) {}
