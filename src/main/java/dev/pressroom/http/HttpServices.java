package dev.pressroom.http;

import dev.pressroom.account.ErasedOwners;
import dev.pressroom.account.NetworkHash;
import dev.pressroom.account.Passwords;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.http.connection.ConnectionCaps;
import dev.pressroom.http.ops.SharedOverview;
import dev.pressroom.http.request.ByteBudget;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RefusedRequests;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.http.stream.StreamMetrics;
import dev.pressroom.http.stream.WatchVerticle;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.Submitter;
import dev.pressroom.model.ImageModel;
import dev.pressroom.store.Database;
import dev.pressroom.trace.Tracing;
import dev.pressroom.webhook.WebhookStore;
import java.util.Optional;

/**
 * The services that all HTTP verticles of a node share.
 *
 * @param queue empty if Redis is not configured: reads work, creating and retrying respond with 503
 * @param jobs shared by all event loops, so that their statements are batched together
 * @param submitter shared by all event loops, for the same reason
 * @param codes one-time codes of sign-in links, in dev mode
 * @param buffered budget for the bytes of request bodies in memory
 * @param unsent budget for the bytes of responses that clients have not read
 * @param images generates the images of posts
 * @param networks hashes the network addresses of visitors
 * @param erased the owners whose tokens are refused
 * @param webhooks shared by all event loops, so that their statements are batched together
 * @param overview shared by all event loops, so that it is read once for all of them
 * @param watches the jobs that streams of this node watch
 * @param streams metrics of streams
 * @param refused metrics of error responses
 * @param tracing creates the spans of requests
 */
public record HttpServices(
        Settings settings,
        Sources sources,
        ApiOperations operations,
        Database database,
        Optional<RedisJobQueue> queue,
        QueueMonitor monitor,
        JobStore jobs,
        Submitter submitter,
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
        NetworkHash networks,
        ErasedOwners erased,
        WebhookStore webhooks,
        SharedOverview overview,
        WatchVerticle watches,
        StreamMetrics streams,
        RefusedRequests refused,
        Tracing tracing) {}
