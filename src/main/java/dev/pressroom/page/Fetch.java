package dev.pressroom.page;

import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchListener.Phase;
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
 * One page being fetched, from its address over its redirects to its text. Ends with the first thing that decides it,
 * and then has no connection any more. Stays on one Vert.x context.
 */
final class Fetch {
    private static final int MOST_REDIRECTS = 5;

    private final Tools tools;
    private final String caller;
    private final PageMemory.Share memory;
    private final FetchListener listener;
    private final Promise<FetchedPage> outcome = Promise.promise();
    private final Set<PageUrl> seen = new HashSet<>();
    private Optional<Visit> visit = Optional.empty();

    record Tools(
            Vertx vertx, HttpClientAgent http, Limits limits, AddressGuard guard, Resolver resolver, Clock clock) {}

    Fetch(Tools tools, String caller, PageMemory.Share memory, FetchListener listener) {
        this.tools = tools;
        this.caller = caller;
        this.memory = memory;
        this.listener = listener;
    }

    Future<FetchedPage> start(PageUrl url) {
        long timer = tools.vertx().setTimer(tools.limits().total().toMillis(), t -> end(PageFailures.timeout(null)));
        outcome.future().onComplete(done -> {
            tools.vertx().cancelTimer(timer);
            visit.ifPresent(Visit::close);
            visit = Optional.empty();
        });
        go(url).onComplete(outcome::tryComplete, outcome::tryFail);
        return outcome.future();
    }

    void end(Failure failure) {
        outcome.tryFail(failure);
    }

    private Future<FetchedPage> go(PageUrl url) {
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
                        .recover(cause -> Future.failedFuture(Faults.whileResolving(cause))));
    }

    private Future<Answer> visit(PageUrl url, List<InetAddress> addresses) {
        if (outcome.future().isComplete()) {
            return Future.failedFuture(PageFailures.cancelled());
        }
        listener.onPhase(Phase.FETCH, url.uri());
        Visit next = new Visit(tools.vertx(), tools.http(), tools.limits(), url, memory);
        visit = Optional.of(next);
        return next.start(addresses).onComplete(done -> next.close());
    }

    private Future<FetchedPage> read(PageUrl url, Answer answer) {
        if (answer instanceof Answer.Redirect redirect) {
            return follow(url, redirect.location());
        }
        Answer.Document document = (Answer.Document) answer;
        return memory.parse(document.bytesToRead(tools.limits()))
                .compose(v -> tools.vertx().executeBlocking(() -> document.text(tools.limits()), false))
                .map(html -> page(url, document, html));
    }

    private FetchedPage page(PageUrl url, Answer.Document document, String html) {
        memory.decoded(PageTree.bytes(html.length()));
        return new FetchedPage(
                url.uri(), document.contentType(), html, tools.clock().instant());
    }

    private Future<FetchedPage> follow(PageUrl from, Optional<String> location) {
        if (location.isEmpty()) {
            return Future.failedFuture(PageFailures.redirectWithoutTarget());
        }
        PageUrl to;
        try {
            to = from.resolve(location.get());
        } catch (Failure invalid) {
            return Future.failedFuture(PageFailures.redirectRefused());
        }
        if (seen.contains(to)) {
            return Future.failedFuture(PageFailures.redirectsInACircle());
        }
        return seen.size() > MOST_REDIRECTS ? Future.failedFuture(PageFailures.tooManyRedirects()) : go(to);
    }
}
