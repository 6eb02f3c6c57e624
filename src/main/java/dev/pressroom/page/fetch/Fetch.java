package dev.pressroom.page.fetch;

import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.PageFailures;
import dev.pressroom.page.fetch.FetchListener.Phase;
import dev.pressroom.page.fetch.PageMemory.BodyMemory;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClientAgent;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches one page or style sheet, redirects included, and decodes it. The first failure, timeout or result ends it and
 * closes its connection. Stays on one Vert.x context.
 */
final class Fetch {
    private static final int MAX_REDIRECTS = 10;

    private final Tools tools;
    private final String client;
    private final FetchTarget target;
    private final BodyMemory memory;
    private final FetchListener listener;
    private final Promise<Fetched> outcome = Promise.promise();
    private final Set<PageUrl> seen = new HashSet<>();
    private Optional<FetchRequest> request = Optional.empty();

    /**
     * What all fetches of a node share.
     *
     * @param threads on which pages are decoded
     */
    record Tools(
            Vertx vertx,
            WorkerExecutor threads,
            HttpClientAgent http,
            FetchLimits limits,
            AddressGuard guard,
            Resolver resolver,
            Clock clock) {
        Tools withLimits(FetchLimits other) {
            return new Tools(vertx, threads, http, other, guard, resolver, clock);
        }
    }

    /** @param references the style sheets and frames of a page, and its meta refresh; empty for a style sheet */
    record Fetched(FetchedPage page, Optional<PageReferences> references) {}

    Fetch(Tools tools, String client, FetchTarget target, BodyMemory memory, FetchListener listener) {
        this.tools = tools;
        this.client = client;
        this.target = target;
        this.memory = memory;
        this.listener = listener;
    }

    Future<Fetched> start(PageUrl url) {
        long timer = tools.vertx().setTimer(tools.limits().total().toMillis(), t -> end(PageFailures.timeout(null)));
        outcome.future().onComplete(done -> {
            tools.vertx().cancelTimer(timer);
            request.ifPresent(FetchRequest::close);
            request = Optional.empty();
        });
        fetch(url).onComplete(outcome::tryComplete, outcome::tryFail);
        return outcome.future();
    }

    void end(Failure failure) {
        outcome.tryFail(failure);
    }

    private Future<Fetched> fetch(PageUrl url) {
        seen.add(url);
        listener.onPhase(Phase.VALIDATE, url.uri());
        return checkedAddresses(url)
                .compose(addresses -> request(url, addresses))
                .compose(response -> read(url, response));
    }

    /**
     * All addresses of the host; fails when one of them is not public, since the name may then be an attempt to reach
     * an internal network.
     */
    private Future<List<InetAddress>> checkedAddresses(PageUrl url) {
        return addresses(url).compose(addresses -> {
            if (addresses.isEmpty()) {
                return Future.failedFuture(PageFailures.hostNotFound(null));
            }
            return addresses.stream().allMatch(tools.guard()::allows)
                    ? Future.succeededFuture(addresses)
                    : Future.failedFuture(
                            seen.size() > 1 ? PageFailures.redirectRefused() : PageFailures.addressRefused());
        });
    }

    private Future<List<InetAddress>> addresses(PageUrl url) {
        return url.address()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> tools.resolver()
                        .resolve(url.host(), client)
                        .recover(cause -> Future.failedFuture(NetworkErrors.whileResolving(cause))));
    }

    private Future<FetchResponse> request(PageUrl url, List<InetAddress> addresses) {
        if (outcome.future().isComplete()) {
            return Future.failedFuture(PageFailures.cancelled());
        }
        listener.onPhase(Phase.FETCH, url.uri());
        FetchRequest next =
                new FetchRequest(tools.vertx(), tools.threads(), tools.http(), tools.limits(), url, target, memory);
        request = Optional.of(next);
        return next.start(addresses).onComplete(done -> next.close());
    }

    private Future<Fetched> read(PageUrl url, FetchResponse response) {
        if (response instanceof FetchResponse.Redirect redirect) {
            return follow(url, redirect.location());
        }
        FetchResponse.Document document = (FetchResponse.Document) response;
        return memory.parse(document.readMemory(tools.limits()))
                .compose(v -> tools.threads().executeBlocking(() -> decoded(url, document), false))
                .compose(this::followRefresh);
    }

    private Fetched decoded(PageUrl url, FetchResponse.Document document) {
        String text = document.text(tools.limits());
        String type = document.contentType();
        return new Fetched(
                new FetchedPage(url.uri(), type, text, tools.clock().instant()),
                target == FetchTarget.PAGE ? Optional.of(PageReferences.of(url, type, text)) : Optional.empty());
    }

    /** A meta refresh within 30 seconds counts as a redirect. */
    private Future<Fetched> followRefresh(Fetched fetched) {
        Optional<PageUrl> refresh = fetched.references().flatMap(PageReferences::refresh);
        memory.decoded(
                refresh.isPresent()
                        ? 0
                        : target.parseMemory(fetched.page().html().length()));
        return refresh.map(this::follow).orElseGet(() -> Future.succeededFuture(fetched));
    }

    private Future<Fetched> follow(PageUrl from, Optional<String> location) {
        if (location.isEmpty()) {
            return Future.failedFuture(PageFailures.redirectWithoutTarget());
        }
        PageUrl to;
        try {
            to = from.resolve(location.get());
        } catch (Failure invalid) {
            return Future.failedFuture(PageFailures.redirectRefused());
        }
        return follow(to);
    }

    private Future<Fetched> follow(PageUrl to) {
        if (seen.contains(to)) {
            return Future.failedFuture(PageFailures.redirectLoop());
        }
        return seen.size() > MAX_REDIRECTS ? Future.failedFuture(PageFailures.tooManyRedirects()) : fetch(to);
    }
}
