package dev.pressroom.http;

import dev.pressroom.account.NetworkHash;
import dev.pressroom.account.Passwords;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.model.ImageModel;
import dev.pressroom.store.Database;
import java.util.Optional;

/**
 * What the HTTP side of a node shares.
 *
 * @param operations of the API
 * @param queue empty where none is configured: reads work, creating and retrying answer 503
 * @param buffered bytes of bodies that are held in memory
 * @param connections of clients, counted
 * @param images draws what posts are illustrated with
 * @param networks names those of visitors
 */
public record HttpServices(
        Settings settings,
        Sources sources,
        ApiOperations operations,
        Database database,
        Optional<JobQueue> queue,
        QueueMonitor monitor,
        Tokens tokens,
        Passwords passwords,
        Vitals vitals,
        RateLimits limits,
        HealthRoutes health,
        ByteBudget buffered,
        ConnectionCaps connections,
        ImageModel images,
        NetworkHash networks) {}
