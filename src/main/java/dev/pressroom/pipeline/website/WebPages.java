package dev.pressroom.pipeline.website;

import dev.pressroom.base.Cancellation;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.Page;
import dev.pressroom.page.fetch.PageMemory;
import dev.pressroom.page.fetch.PageThreads;
import dev.pressroom.page.fetch.SafeFetcher;
import dev.pressroom.page.read.PageReader;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.function.BiConsumer;

/** Reads pages from the web. */
public final class WebPages implements PageSource {
    private final WorkerExecutor threads;
    private final SafeFetcher fetcher;

    public WebPages(Vertx vertx, SafeFetcher fetcher) {
        this.threads = PageThreads.of(vertx);
        this.fetcher = fetcher;
    }

    @Override
    public Future<Reading> read(
            String url, String client, Cancellation cancellation, BiConsumer<ScrapePhase, String> onPhase) {
        PageMemory.Share share = fetcher.share();
        return Future.succeededFuture(url)
                .map(PageUrl::parse)
                .compose(page -> fetcher.fetch(
                        page.uri(),
                        client,
                        share,
                        cancellation,
                        (phase, at) -> onPhase.accept(
                                switch (phase) {
                                    case VALIDATE -> ScrapePhase.VALIDATE;
                                    case FETCH -> ScrapePhase.FETCH;
                                },
                                at.toString())))
                .compose(fetched -> {
                    onPhase.accept(ScrapePhase.PARSE_HTML, fetched.url().toString());
                    return PageReader.read(threads, fetched).map(page -> reading(fetched, page, onPhase));
                })
                .onComplete(done -> share.close());
    }

    private static Reading reading(FetchedPage fetched, Page page, BiConsumer<ScrapePhase, String> onPhase) {
        String url = page.url().toString();
        onPhase.accept(ScrapePhase.EXTRACT, url);
        onPhase.accept(ScrapePhase.CTAS, url);
        return new Reading(page.toJson(), PageUrl.parse(url).site(), fetched.fetchedAt());
    }
}
