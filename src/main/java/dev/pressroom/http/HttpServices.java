package dev.pressroom.http;

import dev.pressroom.account.NetworkHash;
import dev.pressroom.account.Passwords;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.http.connection.ConnectionCaps;
import dev.pressroom.http.request.ByteBudget;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.model.ImageModel;
import dev.pressroom.store.Database;
import java.util.Optional;

/**
 * What the HTTP side of a node shares.
 *
 * @param operations of the API
 * @param queue empty where none is configured: reads work, creating and retrying answer 503
 * @param buffered bytes of bodies that are held in memory
 * @param unsent bytes of answers that wait to be read by clients
 * @param connections of clients, counted
 * @param codes of links, for dev mode
 * @param images draws what posts are illustrated with
 * @param networks names those of visitors
 */
public record HttpServices(
        Settings settings,
        Sources sources,
        ApiOperations operations,
        Database database,
        Optional<RedisJobQueue> queue,
        QueueMonitor monitor,
        Tokens tokens,
        Passwords passwords,
        SignInCodes codes,
        HealthChecks healthChecks,
        RateLimits limits,
        HealthRoutes health,
        ByteBudget buffered,
        ByteBudget unsent,
        ConnectionCaps connections,
        ImageModel images,
        NetworkHash networks) {}
