package dev.pressroom.page.fetch;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.PageFailures;
import dev.pressroom.page.url.PageUrl;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a page whose URL comes from an untrusted client. A host name is resolved once, all its addresses are checked,
 * and the connection goes to a checked address, so a DNS server cannot pass the check with one address and serve
 * another (DNS rebinding). Redirects, frames and style sheets are checked the same way. Each request has a connection
 * of its own; no proxy of the environment is used, and no cookies.
 */
public final class SafeFetcher {
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private final Vertx vertx;
    private final Resolver resolver;
    private final Fetch.Tools tools;
    private final PageMemory memory;

    /** @param allowPrivate allows loopback and private addresses: for tests and demos */
    public SafeFetcher(Vertx vertx, FetchLimits limits, boolean allowPrivate, Resolver resolver) {
        this(vertx, limits, new AddressGuard(allowPrivate), resolver, Clock.systemUTC(), Optional.empty());
    }

    /** @param trust trusted certificates; empty for the trust store of the JVM */
    SafeFetcher(
            Vertx vertx,
            FetchLimits limits,
            AddressGuard guard,
            Resolver resolver,
            Clock clock,
            Optional<TrustOptions> trust) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.memory = PageMemory.ofHeap(vertx);
        this.tools = new Fetch.Tools(
                vertx, PageThreads.of(vertx), client(vertx, limits, trust), limits, guard, resolver, clock);
    }

    /** Uses the DNS resolver of the operating system. */
    public static SafeFetcher of(Vertx vertx, Settings.Fetch settings, Clock clock) {
        return new SafeFetcher(
                vertx,
                FetchLimits.of(settings),
                new AddressGuard(settings.allowPrivate()),
                new SystemResolver(vertx, clock),
                clock,
                Optional.empty());
    }

    private static HttpClientAgent client(Vertx vertx, FetchLimits limits, Optional<TrustOptions> trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setSslHandshakeTimeout(limits.idle().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false);
        trust.ifPresent(options::setTrustOptions);
        return vertx.createHttpClient(options);
    }

    /**
     * Fetches a page as {@link #fetch(URI, String, PageMemory.Share, Cancellation, FetchListener)} does, without
     * reporting phases.
     */
    public Future<FetchedPage> fetch(URI url, Cancellation cancellation) {
        PageMemory.Share share = memory.share();
        return fetch(url, "", share, cancellation, (phase, at) -> {}).onComplete(done -> share.close());
    }

    /**
     * Completes on the Vert.x context of the call. Fails with a {@link Failure} whose code begins with {@code PAGE_}, or
     * is {@code CANCELLED} when {@code cancellation} was cancelled: then the connection is closed at once.
     *
     * @param client whose concurrent DNS lookups share one limit
     * @param share the memory of this page; the calling code closes it when the page is read
     */
    public Future<FetchedPage> fetch(
            URI url, String client, PageMemory.Share share, Cancellation cancellation, FetchListener listener) {
        Context context = vertx.getOrCreateContext();
        Promise<FetchedPage> promise = Promise.promise();
        context.runOnContext(v -> start(context, url, new PageFetch(tools, client, share, listener), cancellation)
                .onComplete(promise));
        return promise.future();
    }

    private Future<FetchedPage> start(Context context, URI url, PageFetch fetch, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(PageFailures.cancelled());
        }
        try {
            PageUrl page = PageUrl.parse(url.toString());
            cancellation.onCancel(() -> context.runOnContext(v -> fetch.end(PageFailures.cancelled())));
            return fetch.start(page);
        } catch (Failure invalid) {
            return Future.failedFuture(invalid);
        }
    }

    /** The memory for one page, to be passed to {@link #fetch}. */
    public PageMemory.Share share() {
        return memory.share();
    }

    /** Registers the gauges of memory and DNS lookups. */
    public SafeFetcher withMetrics(MeterRegistry registry) {
        memory.measure(registry);
        resolver.measure(registry);
        return this;
    }

    public Future<Void> close() {
        return tools.http().close().eventually(resolver::close);
    }
}
