package dev.pressroom.job;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.store.RedisUrl;
import dev.pressroom.store.ReplaceableClient;
import dev.pressroom.store.Script;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ready queue in Redis, fair between tenants (see {@code enqueue.lua}). It holds entries {@code job:attempt} and
 * nothing that cannot be rebuilt from Postgres. Safe to share between verticles.
 */
public final class RedisJobQueue implements JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RedisJobQueue.class);
    private static final String NORMAL_WEIGHT = "1";
    private static final String RESUMED_WEIGHT = "0";

    private final RedisUrl address;
    private final ReplaceableClient<Redis> redis;
    private final Script enqueue = Script.load("enqueue");
    private final Script claim = Script.load("claim");
    private final Script settle = Script.load("settle");
    private final Script giveBack = Script.load("giveback");
    private final Script recover = Script.load("recover");
    private final Script front = Script.load("front");
    private final Script positions = Script.load("positions");

    private RedisJobQueue(RedisUrl address, ReplaceableClient<Redis> redis) {
        this.address = address;
        this.redis = redis;
    }

    /** Opens the pool. It connects on first use, so this does not fail while Redis is unreachable. */
    public static RedisJobQueue open(Vertx vertx, String url, Settings.Redis settings) {
        RedisUrl address = RedisUrl.parse(url);
        return new RedisJobQueue(address, address.open(vertx, settings, "redis", settings.poolSize()));
    }

    @Override
    public Future<Integer> enqueue(JobType type, List<Entry> entries) {
        if (type == JobType.OTHER) {
            return Future.succeededFuture(0);
        }
        List<String> values = new ArrayList<>(entries.size() * 3);
        for (Entry entry : entries) {
            values.add(member(entry.jobId(), entry.attempt()));
            values.add(entry.tenant());
            values.add(entry.resumes() ? RESUMED_WEIGHT : NORMAL_WEIGHT);
        }
        return run(enqueue, type, values).map(Response::toInteger);
    }

    @Override
    public Future<List<Claimed>> claim(JobType type, int count) {
        return run(claim, type, List.of(Integer.toString(count))).map(entries -> {
            List<Claimed> claimed = new ArrayList<>(entries.size());
            entries.forEach(entry -> parsed(entry.toString()).ifPresent(claimed::add));
            return claimed;
        });
    }

    @Override
    public Future<Void> settle(JobType type, List<Claimed> entries) {
        return run(settle, type, members(entries)).mapEmpty();
    }

    @Override
    public Future<Integer> giveBack(JobType type, List<Claimed> entries) {
        return run(giveBack, type, members(entries)).map(Response::toInteger);
    }

    @Override
    public Future<Integer> recover(JobType type, Duration age, int max) {
        return run(recover, type, List.of(Long.toString(age.toMillis()), Integer.toString(max)))
                .map(Response::toInteger);
    }

    @Override
    public Future<Boolean> hasMarker(JobType type) {
        return send(Request.cmd(Command.EXISTS).arg(key(type, "mark"))).map(found -> found.toInteger() > 0);
    }

    @Override
    public Future<Void> setMarker(JobType type) {
        return send(Request.cmd(Command.SET).arg(key(type, "mark")).arg("1")).mapEmpty();
    }

    @Override
    public Future<Void> remove(JobType type, UUID jobId, int attempt) {
        return send(Request.cmd(Command.ZREM).arg(readyKey(type)).arg(member(jobId, attempt)))
                .mapEmpty();
    }

    @Override
    public Future<Void> front(JobType type, List<Entry> entries) {
        return run(
                        front,
                        type,
                        entries.stream()
                                .map(entry -> member(entry.jobId(), entry.attempt()))
                                .toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> forget(String tenant) {
        return Future.all(JobType.known().stream()
                        .map(type -> send(
                                Request.cmd(Command.ZREM).arg(key(type, "tags")).arg(tenant)))
                        .toList())
                .mapEmpty();
    }

    /** The jobs of the first {@code max} entries. */
    public Future<List<UUID>> first(JobType type, int max) {
        return send(Request.cmd(Command.ZRANGE).arg(readyKey(type)).arg(0).arg(max - 1))
                .map(entries -> entries.stream()
                        .flatMap(entry -> parsed(entry.toString()).stream())
                        .map(Claimed::jobId)
                        .toList());
    }

    /** The position of each entry, 1 being next; empty when it is not in the queue. */
    public Future<List<OptionalInt>> positions(JobType type, List<Claimed> entries) {
        return run(positions, type, members(entries))
                .map(ranks -> ranks.stream()
                        .map(Response::toInteger)
                        .map(before -> before < 0 ? OptionalInt.empty() : OptionalInt.of(before + 1))
                        .toList());
    }

    /** The number of entries in the queue, those that are taken not included. */
    public Future<Integer> size(JobType type) {
        return send(Request.cmd(Command.ZCARD).arg(readyKey(type))).map(Response::toInteger);
    }

    @Override
    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    @Override
    public Future<Optional<String>> fault() {
        return send(Request.cmd(Command.INFO).arg("server"))
                .map(info -> address.mismatch(info.toString()))
                .recover(cause ->
                        isRedisError(cause) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(cause))
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : policyFault());
    }

    private Future<Optional<String>> policyFault() {
        return send(Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory-policy"))
                .map(RedisJobQueue::policy)
                .recover(cause ->
                        isRedisError(cause) ? Future.succeededFuture("noeviction") : Future.failedFuture(cause))
                .map(policy -> policy.equals("noeviction")
                        ? Optional.<String>empty()
                        : Optional.of("Redis runs with maxmemory-policy " + policy
                                + " and could drop queued jobs. Set it to noeviction."));
    }

    private static String policy(Response config) {
        Response value = config.containsKey("maxmemory-policy") ? config.get("maxmemory-policy") : config.get(1);
        return value.toString();
    }

    public Future<Void> close() {
        return redis.close();
    }

    private Future<Response> run(Script script, JobType type, List<String> values) {
        List<String> keys =
                List.of(readyKey(type), key(type, "tags"), key(type, "time"), key(type, "taken"), key(type, "turns"));
        return script.run(this::send, keys, values);
    }

    private Future<Response> send(Request request) {
        return redis.call(client -> client.send(request))
                .recover(cause -> Future.failedFuture(
                        Script.isUnknown(cause) || isRedisError(cause) && !isUnavailable(cause)
                                ? cause
                                : new Failure(
                                        ErrorCode.QUEUE_UNAVAILABLE,
                                        "The job queue cannot be reached at the moment. Try again shortly.",
                                        cause)));
    }

    private static boolean isRedisError(Throwable cause) {
        return cause instanceof ErrorType;
    }

    /** Errors of a server that cannot serve at the moment. A connection closed during a command is an ErrorType too. */
    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof ErrorType error
                && (error.is("LOADING") || error.is("READONLY") || error.is("OOM") || error.is("CONNECTION_CLOSED"));
    }

    private static String readyKey(JobType type) {
        return key(type, "ready");
    }

    /** The braces are a hash tag: the keys of one type are in one slot of a Redis Cluster. */
    private static String key(JobType type, String name) {
        return "pressroom:{" + type.wireName() + "}:" + name;
    }

    private static List<String> members(List<Claimed> entries) {
        return entries.stream()
                .map(entry -> member(entry.jobId(), entry.attempt()))
                .toList();
    }

    private static String member(UUID jobId, int attempt) {
        return jobId + ":" + attempt;
    }

    /**
     * A newer version may append fields after another colon. An entry that cannot be parsed is skipped; the relay enqueues
     * the job again.
     */
    private static Optional<Claimed> parsed(String member) {
        List<String> parts = Chars.split(member, ':');
        try {
            return Optional.of(new Claimed(UUID.fromString(parts.get(0)), Integer.parseInt(parts.get(1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.atWarn().addKeyValue("entry", member).log("queue entry cannot be parsed");
            return Optional.empty();
        }
    }
}
