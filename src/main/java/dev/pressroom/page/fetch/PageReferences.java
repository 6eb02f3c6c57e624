package dev.pressroom.page.fetch;

import dev.pressroom.base.Chars;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.PageTree;
import dev.pressroom.page.url.PageUrl;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.internal.StringUtil;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The other resources that a page needs.
 *
 * @param refresh the target of a meta refresh within 30 seconds
 * @param sheets style sheets of the same site
 * @param frames the pages of a frameset, or the frames of a page without any text
 */
record PageReferences(Optional<PageUrl> refresh, List<PageUrl> sheets, List<PageUrl> frames) {
    /** Characters of the HTML that are searched. */
    private static final int SEARCHED_CHARACTERS = 256 << 10;

    private static final int MAX_SHEETS = 3;
    private static final int MAX_FRAMES = 4;
    private static final int MAX_ELEMENTS = 500;
    private static final int MAX_REFRESH_SECONDS = 30;
    private static final int MAX_REL_CHARACTERS = 100;

    /** "Shared declarative refresh steps" of the HTML standard. */
    private static final TextPattern REFRESH = TextPattern.of(
            PageUrl.MAX_CHARACTERS + 50,
            "(?is)\\s*(\\d{1,5})?(?:\\.[\\d.]*)?\\s*[;,\\s]\\s*(?:url\\s*=\\s*)?(?:\"([^\"]*)\".*|'([^']*)'.*|[\"']?(.*))");

    /** Parses the beginning of the page. Slow: belongs on a worker thread. */
    static PageReferences of(PageUrl page, String contentType, String html) {
        String beginning = html.substring(0, Math.min(html.length(), SEARCHED_CHARACTERS));
        Document document = PageTree.of(new FetchedPage(page.uri(), contentType, beginning, Instant.EPOCH));
        boolean isWhole = beginning.length() == html.length();
        return new PageReferences(
                refresh(document, page),
                first(MAX_SHEETS, sheets(document).filter(sheet -> sheet.site().equals(page.site()))),
                first(MAX_FRAMES, frames(document, isWhole).filter(frame -> !frame.equals(page))));
    }

    private static List<PageUrl> first(int max, Stream<PageUrl> urls) {
        return urls.distinct().limit(max).toList();
    }

    /** A refresh in {@code noscript} does not count: it leads to pages that only ask for scripts. */
    private static Optional<PageUrl> refresh(Document document, PageUrl page) {
        return shown(document, "meta[http-equiv=refresh]")
                .flatMap(meta -> REFRESH.match(meta.attr("content")).stream())
                .filter(found -> seconds(found.group(1)) <= MAX_REFRESH_SECONDS)
                .flatMap(found -> Stream.of(found.group(2), found.group(3), found.group(4))
                        .filter(Objects::nonNull)
                        .limit(1))
                .flatMap(url -> parsed(StringUtil.resolve(document.baseUri(), url.strip())))
                .filter(to -> !to.equals(page))
                .findFirst();
    }

    private static int seconds(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Stream<PageUrl> sheets(Document document) {
        return shown(document, "link[href]")
                .filter(link -> {
                    List<String> kinds = Chars.words(Chars.lowerStart(link.attr("rel"), MAX_REL_CHARACTERS));
                    return kinds.contains("stylesheet") && !kinds.contains("alternate");
                })
                .filter(link -> !link.attr("media").strip().equalsIgnoreCase("print"))
                .flatMap(link -> parsed(link.absUrl("href")));
    }

    private static Stream<PageUrl> frames(Document document, boolean isWhole) {
        List<PageUrl> frames = shown(document, "frame[src]")
                .flatMap(frame -> parsed(frame.absUrl("src")))
                .toList();
        return frames.isEmpty() && isWhole && document.body().text().isBlank()
                ? shown(document, "iframe[src]").flatMap(frame -> parsed(frame.absUrl("src")))
                : frames.stream();
    }

    private static Stream<Element> shown(Document document, String query) {
        return document.select(query).stream()
                .limit(MAX_ELEMENTS)
                .filter(element -> element.closest("noscript, template") == null);
    }

    private static Stream<PageUrl> parsed(String url) {
        try {
            return Stream.of(PageUrl.parse(url));
        } catch (Failure notAPage) {
            return Stream.empty();
        }
    }
}
