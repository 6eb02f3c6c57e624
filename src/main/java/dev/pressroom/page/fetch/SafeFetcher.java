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
 * Gets the page at an address that a stranger named. A name is looked up once, everything it stands for is checked, and
 * the connection goes to an address that was checked, so nobody can answer the check with one address and the connection
 * with another. Every redirect is checked again, and so is everything that belongs to the page. Each request has a connection of its own, which no other check shares;
 * no proxy of the environment, no cookies.
 */
public final class SafeFetcher {
    private static final int MOST_HEADER_BYTES = 32 << 10;

    private final Vertx vertx;
    private final Resolver resolver;
    private final Fetch.Tools tools;
    private final PageMemory memory;

    /** @param allowPrivate lets loopback and private addresses be read: for tests and demos */
    public SafeFetcher(Vertx vertx, FetchLimits limits, boolean allowPrivate, Resolver resolver) {
        this(vertx, limits, new AddressGuard(allowPrivate), resolver, Clock.systemUTC(), Optional.empty());
    }

    /** @param trust who vouches for certificates; empty for those whom Java trusts */
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
        this.tools = new Fetch.Tools(vertx, client(vertx, limits, trust), limits, guard, resolver, clock);
    }

    /** With the system's own names. */
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
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setDecompressionSupported(false);
        trust.ifPresent(options::setTrustOptions);
        return vertx.createHttpClient(options);
    }

    public Future<FetchedPage> fetch(URI url, Cancellation cancellation) {
        PageMemory.Share share = memory.share();
        return fetch(url, "", share, cancellation, (phase, at) -> {}).onComplete(done -> share.close());
    }

    /**
     * Completes on the Vert.x context of the caller. Fails with a {@link Failure} whose code begins with {@code PAGE_},
     * or is {@code CANCELLED} when {@code cancellation} struck: then the connection is closed at once.
     *
     * @param caller on whose behalf: what may be looked up for one caller at once is bounded
     * @param share that the page takes its memory from; the caller closes it when done with the page
     */
    public Future<FetchedPage> fetch(
            URI url, String caller, PageMemory.Share share, Cancellation cancellation, FetchListener listener) {
        Context context = vertx.getOrCreateContext();
        Promise<FetchedPage> promise = Promise.promise();
        context.runOnContext(v -> start(context, url, new PageFetch(tools, caller, share, listener), cancellation)
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

    /** For one page of this fetcher; see {@link #fetch}. */
    public PageMemory.Share share() {
        return memory.share();
    }

    /** Registers the gauges of memory and lookups. */
    public SafeFetcher measured(MeterRegistry registry) {
        memory.measure(registry);
        resolver.measure(registry);
        return this;
    }

    public Future<Void> close() {
        return tools.http().close().eventually(resolver::close);
    }
}
