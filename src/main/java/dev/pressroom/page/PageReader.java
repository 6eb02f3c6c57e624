package dev.pressroom.page;

import dev.pressroom.base.Failure;
import dev.pressroom.base.TextWork;
import dev.pressroom.page.Page.Heading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Takes out of a page what it says about itself. Nothing on the page is run, and nothing is fetched: scripts and
 * pictures that it only refers to stay unseen.
 */
public final class PageReader {
    private PageReader() {}

    /** On a worker thread; completes on the context of the caller. Fails as {@link #read(FetchedPage)} does. */
    public static Future<Page> read(Vertx vertx, FetchedPage fetched) {
        return TextWork.limited(vertx.executeBlocking(() -> read(fetched), false));
    }

    /**
     * Takes its time for a long page: belongs on a worker thread.
     *
     * @throws Failure {@code PAGE_EMPTY} when there is neither visible text nor a description
     */
    public static Page read(FetchedPage fetched) {
        Document document = PageTree.of(fetched);
        List<String> sheets = Stream.concat(
                        document.select("style").stream().map(Element::data), fetched.sheets().stream())
                .toList();
        PageWalk walk = PageWalk.over(document, sheets, new PageLinks(fetched.url()));
        PageHead head = PageHead.of(document);
        if (walk.text().isEmpty() && head.description().isEmpty()) {
            throw PageFailures.empty();
        }
        String firstHeading =
                walk.headings().stream().findFirst().map(Heading::text).orElse("");
        return new Page(
                fetched.url(),
                head.title().isEmpty() ? firstHeading : head.title(),
                head.siteName(),
                head.description(),
                head.language(),
                walk.headings(),
                walk.ctas(),
                BrandColorReader.read(document, sheets),
                walk.text(),
                walk.links());
    }
}
