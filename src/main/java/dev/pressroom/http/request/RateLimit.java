package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.Owner;
import dev.pressroom.limit.ClusterLimit;
import dev.pressroom.limit.LimitDecision;
import dev.pressroom.limit.SlidingWindow;
import dev.pressroom.limit.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Limits the requests of one kind per minute: for a user with a verified token over all nodes, else for a network address
 * on this node. Unverified ids, such as those of sessions, have no limit of their own. Sends the headers
 * {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). Shared by all event loops.
 */
public final class RateLimit {
    private static final int MAX_ADDRESSES = 50_000;
    private static final int MAX_USERS = 50_000;
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");

    private final boolean isEnabled;
    private final CharSequence policyValue;
    private final String limitPrefix;
    private final ClusterLimit users;
    private final TokenBuckets addresses;
    private final Counter refusedUsers;
    private final Counter refusedAddresses;

    /**
     * @param name of the policy, in headers, Redis keys and metrics
     * @param limit requests per minute; empty disables the limit
     * @param window the counter that all nodes share; empty without Redis
     */
    RateLimit(
            String name,
            OptionalInt limit,
            Optional<SlidingWindow> window,
            LongSupplier nanoTime,
            MeterRegistry metrics) {
        int perMinute = limit.orElse(Integer.MAX_VALUE);
        this.isEnabled = limit.isPresent();
        this.policyValue = policy(name, perMinute);
        this.limitPrefix = limitPrefix(name);
        Counter local = Counter.builder("pressroom.http.limit.local")
                .description("Requests of users that this node counted locally because Redis did not respond")
                .tag("limit", name)
                .register(metrics);
        this.users = new ClusterLimit(name, perMinute, MAX_USERS, window, nanoTime, local::increment);
        this.addresses = new TokenBuckets(perMinute, MAX_ADDRESSES, nanoTime);
        this.refusedUsers = refusedCounter(metrics, name, "caller");
        this.refusedAddresses = refusedCounter(metrics, name, "address");
        Gauge.builder("pressroom.http.limit.remembered", this, RateLimit::size)
                .description("Users and network addresses in the memory of this node, per limit")
                .tag("limit", name)
                .register(metrics);
    }

    static Counter refusedCounter(MeterRegistry metrics, String name, String by) {
        return Counter.builder("pressroom.http.limit.refused")
                .description("Requests refused with 429")
                .tag("limit", name)
                .tag("by", by)
                .register(metrics);
    }

    private int size() {
        return users.size() + addresses.size();
    }

    /** A handler: passes the request on, or fails it with {@code RATE_LIMITED} and the time to wait. */
    public void check(RoutingContext context) {
        if (!isEnabled) {
            context.next();
            return;
        }
        count(context, Optional.ofNullable(RequestOwner.of(context)))
                .onSuccess(admitted -> context.next())
                .onFailure(context::fail);
    }

    /**
     * Counts a request for its user, or for its network address.
     *
     * @param owner verified; empty for a request without credentials
     * @return completes on the request's event loop; fails with {@code RATE_LIMITED} and the time to wait
     */
    public Future<Void> count(RoutingContext context, Optional<Owner> owner) {
        if (!isEnabled) {
            return Future.succeededFuture();
        }
        Optional<String> userId = owner.flatMap(Owner::userId).map(Object::toString);
        if (userId.isEmpty()) {
            return apply(context, addresses.take(address(context)), refusedAddresses);
        }
        Future<LimitDecision> decision = users.take(userId.get());
        return decision.isComplete()
                ? apply(context, decision.result(), refusedUsers)
                : onEventLoop(context, decision).compose(made -> apply(context, made, refusedUsers));
    }

    /**
     * Counts a request with invalid credentials for its network address.
     *
     * @param cause why the credentials were rejected
     * @return the failure for the client: {@code RATE_LIMITED} when the limit is exceeded, else {@code cause}
     */
    public Throwable countRejected(RoutingContext context, Throwable cause) {
        if (!isEnabled) {
            return cause;
        }
        Future<Void> counted = apply(context, addresses.take(address(context)), refusedAddresses);
        return counted.succeeded() ? cause : counted.cause();
    }

    /**
     * Counts further requests for an admitted request, even beyond the limit: later requests are then refused for
     * longer.
     */
    public void takeMore(RoutingContext context, int requests) {
        if (!isEnabled) {
            return;
        }
        Optional.ofNullable(RequestOwner.of(context))
                .flatMap(Owner::userId)
                .ifPresentOrElse(
                        userId -> users.takeMore(userId.toString(), requests),
                        () -> addresses.takeMore(address(context), requests));
    }

    private static String address(RoutingContext context) {
        return Client.of(context).address().network();
    }

    /**
     * Moves the result to the event loop of the request: the request to Redis may have been sent by another event loop.
     */
    private static Future<LimitDecision> onEventLoop(RoutingContext context, Future<LimitDecision> decision) {
        Context eventLoop = context.vertx().getOrCreateContext();
        return Future.future(
                promise -> decision.onSuccess(made -> eventLoop.runOnContext(ignored -> promise.complete(made))));
    }

    private Future<Void> apply(RoutingContext context, LimitDecision decision, Counter refused) {
        putHeaders(context, policyValue, limitPrefix, decision);
        if (decision.admitted()) {
            return Future.succeededFuture();
        }
        refused.increment();
        return Future.failedFuture(rateLimited(decision));
    }

    /** A request that creates and streams a job is counted for two limits: the headers are lists. */
    private static void addToList(MultiMap headers, CharSequence name, CharSequence value) {
        String before = headers.get(name);
        headers.set(name, before == null ? value : before + ", " + value);
    }

    /** The header RateLimit of a limit, up to the number of remaining requests. */
    static String limitPrefix(String name) {
        return '"' + name + "\";r=";
    }

    /** The header RateLimit-Policy of a limit per minute. */
    static CharSequence policy(String name, int perMinute) {
        return HttpHeaders.createOptimized('"' + name + "\";q=" + perMinute + ";w=60");
    }

    /** @param limitPrefix the header RateLimit up to the number of remaining requests */
    static void putHeaders(RoutingContext context, CharSequence policy, String limitPrefix, LimitDecision decision) {
        MultiMap headers = context.response().headers();
        addToList(headers, POLICY, policy);
        addToList(headers, LIMIT, limitPrefix + decision.remaining() + ";t=" + decision.resetSeconds());
    }

    static Failure rateLimited(LimitDecision decision) {
        return new Failure(
                ErrorCode.RATE_LIMITED,
                "Too many requests: slow down, and try again after the time in Retry-After.",
                Optional.of(decision.reset()),
                null);
    }
}
