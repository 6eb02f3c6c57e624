package dev.pressroom.page.fetch;

import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.PageFailures;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Fetches a page, then its parts one after another: the pages in its frames and the style sheets of its own site. The
 * address of each part is checked in the same way. A part that fails or is not complete in time is left out. Stays on
 * one Vert.x context.
 */
final class PageFetch {
    /** For all parts together, within the total time of the page. */
    private static final Duration PARTS_TIMEOUT = Duration.ofSeconds(5);

    private final Fetch.Tools tools;
    private final String client;
    private final PageMemory.Share memory;
    private final Fetch main;
    private final Promise<FetchedPage> outcome = Promise.promise();
    private final List<String> sheets = new ArrayList<>();
    private final List<FetchedPage> frames = new ArrayList<>();
    private Optional<Fetch> part = Optional.empty();

    PageFetch(Fetch.Tools tools, String client, PageMemory.Share memory, FetchListener listener) {
        this.tools = tools;
        this.client = client;
        this.memory = memory;
        this.main = new Fetch(tools, client, FetchTarget.PAGE, memory, listener);
    }

    Future<FetchedPage> start(PageUrl url) {
        long startedAt = System.nanoTime();
        main.start(url)
                .onFailure(outcome::tryFail)
                .onSuccess(fetched -> addParts(fetched, Duration.ofNanos(System.nanoTime() - startedAt)));
        return outcome.future();
    }

    /** Ends the fetch and closes every connection. */
    void end(Failure failure) {
        outcome.tryFail(failure);
        main.end(failure);
        part.ifPresent(fetch -> fetch.end(failure));
    }

    private void addParts(Fetch.Fetched fetched, Duration spent) {
        Duration left = tools.limits().total().minus(spent);
        long timeoutMillis = Math.min(left.toMillis(), PARTS_TIMEOUT.toMillis());
        long timer = tools.vertx().setTimer(Math.max(1, timeoutMillis), late -> {
            outcome.tryComplete(withParts(fetched.page()));
            end(PageFailures.timeout(null));
        });
        PageReferences references = fetched.references().orElseThrow();
        frames(references.frames().iterator())
                .compose(v -> sheets(references.sheets().iterator()))
                .onComplete(done -> {
                    tools.vertx().cancelTimer(timer);
                    outcome.tryComplete(withParts(fetched.page()));
                });
    }

    private FetchedPage withParts(FetchedPage page) {
        return new FetchedPage(
                page.url(),
                page.contentType(),
                page.html(),
                page.fetchedAt(),
                List.copyOf(sheets),
                List.copyOf(frames));
    }

    private Future<Void> frames(Iterator<PageUrl> urls) {
        return outcome.future().isComplete() || !urls.hasNext()
                ? Future.succeededFuture()
                : part(FetchTarget.PAGE, tools.limits().forFrame(), urls.next())
                        .onSuccess(frames::add)
                        .transform(done -> frames(urls));
    }

    private Future<Void> sheets(Iterator<PageUrl> urls) {
        return outcome.future().isComplete() || !urls.hasNext()
                ? Future.succeededFuture()
                : part(FetchTarget.STYLE_SHEET, tools.limits().forSheet(), urls.next())
                        .onSuccess(sheet -> sheets.add(sheet.html()))
                        .transform(done -> sheets(urls));
    }

    private Future<FetchedPage> part(FetchTarget target, FetchLimits limits, PageUrl url) {
        PageMemory.Part partMemory = memory.part();
        Fetch fetch = new Fetch(tools.withLimits(limits), client, target, partMemory, (phase, at) -> {});
        part = Optional.of(fetch);
        return fetch.start(url).map(Fetch.Fetched::page).onComplete(done -> partMemory.close());
    }
}
