package dev.pressroom.http;

import dev.pressroom.base.Departure;
import dev.pressroom.base.Watchdog;
import dev.pressroom.bus.Presence;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.QueueMonitor;
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
public record Vitals(
        Database database,
        Optional<JobQueue> queue,
        QueueMonitor monitor,
        boolean serves,
        Presence presence,
        Departure departure,
        Watchdog watchdog,
        PrometheusMeterRegistry metrics,
        String model) {}
