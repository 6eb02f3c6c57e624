package dev.pressroom.page.read;

import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import dev.pressroom.base.TextWork;
import dev.pressroom.page.Challenge;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.Page;
import dev.pressroom.page.Page.Heading;
import dev.pressroom.page.PageFailures;
import dev.pressroom.page.PageTree;
import dev.pressroom.page.style.BrandColorReader;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Extracts the facts of a page. Runs no scripts and fetches nothing. */
public final class PageReader {
    /** The text of a single-page application before its scripts have run. */
    private static final TextPattern LOADING_TEXT = TextPattern.of(
            300,
            "(?is)(.{0,200}(enable|requires?|turn on|activ\\S{0,10}) (js|java ?script).{0,150}"
                    + "|.{0,200}java ?script.{0,80}(enable|disabled|required|turned? o|activ|aktivier|erforderlich|activer|habilit).{0,150}"
                    + "|(loading|please wait|wird geladen|bitte warten|chargement|cargando|laden)[\\s.…]*)");

    private static final String SCRIPTS =
            "script[src], script:not([type]), script[type=module], script[type=text/javascript]";

    private PageReader() {}

    /**
     * Reads the page on one of {@code threads}; completes on the Vert.x context of the call. Fails as {@link
     * #read(FetchedPage)} does.
     */
    public static Future<Page> read(WorkerExecutor threads, FetchedPage fetched) {
        return TextWork.withTimeout(threads.executeBlocking(() -> read(fetched), false));
    }

    /**
     * Slow for a long page: belongs on a worker thread.
     *
     * @throws Failure {@code PAGE_EMPTY} when there is neither visible text nor a description nor JSON-LD, {@code
     *     PAGE_NEEDS_SCRIPTS} when scripts might write some, {@code PAGE_CHALLENGE} when a firewall answered with a bot
     *     check
     */
    public static Page read(FetchedPage fetched) {
        Document document = PageTree.of(fetched);
        List<String> sheets = Stream.concat(
                        document.select("style").stream().map(Element::data), fetched.sheets().stream())
                .toList();
        PageWalk walk = PageWalk.over(document, sheets, new PageLinks(fetched.url()));
        StructuredData data = StructuredData.of(document);
        PageHead head = PageHead.of(document, data);
        if (Challenge.isPage(fetched.html(), head.title(), walk.text())) {
            throw PageFailures.challenge();
        }
        Page page = new Page(
                fetched.url(),
                head.title().isEmpty() ? firstHeading(walk) : head.title(),
                head.siteName(),
                head.description(),
                head.language(),
                walk.headings(),
                walk.ctas(),
                BrandColorReader.read(document, sheets),
                walk.text(),
                walk.links(),
                data.facts());
        return checked(document, FrameReader.withFrames(page, document, fetched.frames()));
    }

    private static String firstHeading(PageWalk walk) {
        return walk.headings().stream().findFirst().map(Heading::text).orElse("");
    }

    private static Page checked(Document document, Page page) {
        boolean hasNoText = page.text().isEmpty() || LOADING_TEXT.matches(page.text());
        if (!hasNoText || !page.metaDescription().isEmpty() || !page.things().isEmpty()) {
            return page;
        }
        throw document.selectFirst(SCRIPTS) == null ? PageFailures.empty() : PageFailures.needsScripts();
    }
}
