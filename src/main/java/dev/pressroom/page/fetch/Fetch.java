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
import io.vertx.core.http.HttpClientAgent;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One page or style sheet being fetched, from its address over its redirects to its text. Ends with the first thing that decides it,
 * and then has no connection any more. Stays on one Vert.x context.
 */
final class Fetch {
    private static final int MOST_REDIRECTS = 10;

    private final Tools tools;
    private final String caller;
    private final FetchTarget wanted;
    private final BodyMemory memory;
    private final FetchListener listener;
    private final Promise<Fetched> outcome = Promise.promise();
    private final Set<PageUrl> seen = new HashSet<>();
    private Optional<FetchRequest> visit = Optional.empty();

    record Tools(
            Vertx vertx, HttpClientAgent http, FetchLimits limits, AddressGuard guard, Resolver resolver, Clock clock) {
        Tools within(FetchLimits others) {
            return new Tools(vertx, http, others, guard, resolver, clock);
        }
    }

    /** @param references of a page; empty for a style sheet */
    record Fetched(FetchedPage page, Optional<PageReferences> references) {}

    Fetch(Tools tools, String caller, FetchTarget wanted, BodyMemory memory, FetchListener listener) {
        this.tools = tools;
        this.caller = caller;
        this.wanted = wanted;
        this.memory = memory;
        this.listener = listener;
    }

    Future<Fetched> start(PageUrl url) {
        long timer = tools.vertx().setTimer(tools.limits().total().toMillis(), t -> end(PageFailures.timeout(null)));
        outcome.future().onComplete(done -> {
            tools.vertx().cancelTimer(timer);
            visit.ifPresent(FetchRequest::close);
            visit = Optional.empty();
        });
        go(url).onComplete(outcome::tryComplete, outcome::tryFail);
        return outcome.future();
    }

    void end(Failure failure) {
        outcome.tryFail(failure);
    }

    private Future<Fetched> go(PageUrl url) {
        seen.add(url);
        listener.onPhase(Phase.VALIDATE, url.uri());
        return checkedAddresses(url).compose(addresses -> visit(url, addresses)).compose(answer -> read(url, answer));
    }

    /** Every address that the host stands for; one of them that is not public makes all of them suspect. */
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
                        .resolve(url.host(), caller)
                        .recover(cause -> Future.failedFuture(NetworkErrors.whileResolving(cause))));
    }

    private Future<FetchResponse> visit(PageUrl url, List<InetAddress> addresses) {
        if (outcome.future().isComplete()) {
            return Future.failedFuture(PageFailures.cancelled());
        }
        listener.onPhase(Phase.FETCH, url.uri());
        FetchRequest next = new FetchRequest(tools.vertx(), tools.http(), tools.limits(), url, wanted, memory);
        visit = Optional.of(next);
        return next.start(addresses).onComplete(done -> next.close());
    }

    private Future<Fetched> read(PageUrl url, FetchResponse answer) {
        if (answer instanceof FetchResponse.Redirect redirect) {
            return follow(url, redirect.location());
        }
        FetchResponse.Document document = (FetchResponse.Document) answer;
        return memory.parse(document.bytesToRead(tools.limits()))
                .compose(v -> tools.vertx().executeBlocking(() -> decoded(url, document), false))
                .compose(this::arrived);
    }

    private Fetched decoded(PageUrl url, FetchResponse.Document document) {
        String text = document.text(tools.limits());
        String type = document.contentType();
        return new Fetched(
                new FetchedPage(url.uri(), type, text, tools.clock().instant()),
                wanted == FetchTarget.PAGE ? Optional.of(PageReferences.of(url, type, text)) : Optional.empty());
    }

    /** A page that leads to another one after some seconds is a redirect in other words. */
    private Future<Fetched> arrived(Fetched fetched) {
        Optional<PageUrl> refresh = fetched.references().flatMap(PageReferences::refresh);
        memory.decoded(
                refresh.isPresent()
                        ? 0
                        : wanted.bytesToRead(fetched.page().html().length()));
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
            return Future.failedFuture(PageFailures.redirectsInACircle());
        }
        return seen.size() > MOST_REDIRECTS ? Future.failedFuture(PageFailures.tooManyRedirects()) : go(to);
    }
}
