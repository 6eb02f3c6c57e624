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
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How many requests of a kind a caller may make in a minute: a user whose token was checked, counted for all nodes, or else
 * a network address, counted by this node. What a client merely says of itself is no caller. One for all event loops.
 */
public final class RateLimit {
    private static final int MOST_ADDRESSES = 50_000;
    private static final int MOST_CALLERS = 50_000;
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");

    private final boolean isOn;
    private final CharSequence policy;
    private final String item;
    private final ClusterLimit callers;
    private final TokenBuckets addresses;
    private final Counter refusedCallers;
    private final Counter refusedAddresses;

    /**
     * @param name of the policy, for headers, keys and metrics
     * @param limit requests of one caller in a minute; empty is no limit
     * @param window empty where there is no Redis
     */
    RateLimit(
            String name,
            OptionalInt limit,
            Optional<SlidingWindow> window,
            LongSupplier nanoTime,
            MeterRegistry metrics) {
        int perMinute = limit.orElse(Integer.MAX_VALUE);
        this.isOn = limit.isPresent();
        this.policy = HttpHeaders.createOptimized('"' + name + "\";q=" + perMinute + ";w=60");
        this.item = '"' + name + "\";r=";
        Counter alone = Counter.builder("pressroom.http.limit.local")
                .description("Requests of callers that this node counted by itself, since Redis did not answer")
                .tag("limit", name)
                .register(metrics);
        this.callers = new ClusterLimit(name, perMinute, MOST_CALLERS, window, nanoTime, alone::increment);
        this.addresses = new TokenBuckets(perMinute, MOST_ADDRESSES, nanoTime);
        this.refusedCallers = refusals(metrics, name, "caller");
        this.refusedAddresses = refusals(metrics, name, "address");
        Gauge.builder("pressroom.http.limit.remembered", this, RateLimit::size)
                .description("Callers and network addresses that this node remembers for a limit")
                .tag("limit", name)
                .register(metrics);
    }

    static Counter refusals(MeterRegistry metrics, String name, String by) {
        return Counter.builder("pressroom.http.limit.refused")
                .description("Requests refused with 429")
                .tag("limit", name)
                .tag("by", by)
                .register(metrics);
    }

    private int size() {
        return callers.size() + addresses.size();
    }

    /** Lets the request on, or fails it with {@code RATE_LIMITED} and the time to wait. */
    public void check(RoutingContext context) {
        if (!isOn) {
            context.next();
            return;
        }
        count(context, Optional.ofNullable(RequestOwner.of(context)))
                .onSuccess(within -> context.next())
                .onFailure(context::fail);
    }

    /**
     * Counts a request.
     *
     * @param caller empty where it names none
     * @return completes on the request's event loop; fails with {@code RATE_LIMITED} and the time to wait
     */
    public Future<Void> count(RoutingContext context, Optional<Owner> caller) {
        if (!isOn) {
            return Future.succeededFuture();
        }
        Optional<String> user = caller.flatMap(Owner::userId).map(Object::toString);
        if (user.isEmpty()) {
            return outcome(context, addresses.take(address(context)), refusedAddresses);
        }
        Future<LimitDecision> verdict = callers.take(user.get());
        return verdict.isComplete()
                ? outcome(context, verdict.result(), refusedCallers)
                : here(context, verdict).compose(known -> outcome(context, known, refusedCallers));
    }

    /** Counts a request whose caller could not be found out; why it is refused: for that cause, or as one too many. */
    public Throwable refusal(RoutingContext context, Throwable cause) {
        if (!isOn) {
            return cause;
        }
        Future<Void> counted = outcome(context, addresses.take(address(context)), refusedAddresses);
        return counted.succeeded() ? cause : counted.cause();
    }

    /** Counts more for a request that was let on, also beyond the limit: the caller's next requests wait. */
    public void takeMore(RoutingContext context, int requests) {
        if (!isOn) {
            return;
        }
        Optional.ofNullable(RequestOwner.of(context))
                .flatMap(Owner::userId)
                .ifPresentOrElse(
                        user -> callers.takeMore(user.toString(), requests),
                        () -> addresses.takeMore(address(context), requests));
    }

    private static String address(RoutingContext context) {
        return Client.of(context).address().network();
    }

    /** The answer to the question of another event loop may be awaited, and comes there. */
    private static Future<LimitDecision> here(RoutingContext context, Future<LimitDecision> verdict) {
        Context loop = context.vertx().getOrCreateContext();
        return Future.future(promise -> verdict.onSuccess(known -> loop.runOnContext(back -> promise.complete(known))));
    }

    private Future<Void> outcome(RoutingContext context, LimitDecision verdict, Counter refusals) {
        context.response()
                .putHeader(POLICY, policy)
                .putHeader(LIMIT, item + verdict.remaining() + ";t=" + verdict.resetSeconds());
        if (verdict.admitted()) {
            return Future.succeededFuture();
        }
        refusals.increment();
        return Future.failedFuture(tooMany(verdict));
    }

    static Failure tooMany(LimitDecision verdict) {
        return new Failure(
                ErrorCode.RATE_LIMITED,
                "Too many requests: slow down, and try again after the time in Retry-After.",
                Optional.of(verdict.reset()),
                null);
    }
}
