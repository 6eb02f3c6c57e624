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
 * A page being fetched, then what belongs to it: style sheets of its own site and the pages in its frames, one after
 * another. Each is fetched as the page itself was: same checks of its address, same time. What fails or comes too late
 * is left out, and the page is there all the same. Stays on one Vert.x context.
 */
final class PageFetch {
    private static final Duration LONGEST_FOR_PARTS = Duration.ofSeconds(5);

    private final Fetch.Tools tools;
    private final String caller;
    private final PageMemory.Share memory;
    private final Fetch main;
    private final Promise<FetchedPage> outcome = Promise.promise();
    private final List<String> sheets = new ArrayList<>();
    private final List<FetchedPage> frames = new ArrayList<>();
    private Optional<Fetch> part = Optional.empty();

    PageFetch(Fetch.Tools tools, String caller, PageMemory.Share memory, FetchListener listener) {
        this.tools = tools;
        this.caller = caller;
        this.memory = memory;
        this.main = new Fetch(tools, caller, FetchTarget.PAGE, memory, listener);
    }

    Future<FetchedPage> start(PageUrl url) {
        long startedAt = System.nanoTime();
        main.start(url)
                .onFailure(outcome::tryFail)
                .onSuccess(fetched -> addParts(fetched, Duration.ofNanos(System.nanoTime() - startedAt)));
        return outcome.future();
    }

    /** Closes every connection. */
    void end(Failure failure) {
        outcome.tryFail(failure);
        main.end(failure);
        part.ifPresent(fetch -> fetch.end(failure));
    }

    private void addParts(Fetch.Fetched fetched, Duration spent) {
        Duration left = tools.limits().total().minus(spent);
        long most = Math.min(left.toMillis(), LONGEST_FOR_PARTS.toMillis());
        long timer = tools.vertx().setTimer(Math.max(1, most), late -> {
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
                : part(FetchTarget.PAGE, tools.limits().ofFrame(), urls.next())
                        .onSuccess(frames::add)
                        .transform(done -> frames(urls));
    }

    private Future<Void> sheets(Iterator<PageUrl> urls) {
        return outcome.future().isComplete() || !urls.hasNext()
                ? Future.succeededFuture()
                : part(FetchTarget.STYLE_SHEET, tools.limits().ofSheet(), urls.next())
                        .onSuccess(sheet -> sheets.add(sheet.html()))
                        .transform(done -> sheets(urls));
    }

    private Future<FetchedPage> part(FetchTarget wanted, FetchLimits limits, PageUrl url) {
        PageMemory.Part room = memory.part();
        Fetch fetch = new Fetch(tools.within(limits), caller, wanted, room, (phase, at) -> {});
        part = Optional.of(fetch);
        return fetch.start(url).map(Fetch.Fetched::page).onComplete(done -> room.close());
    }
}
