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
 * What a page refers to that a visitor would see in its place or as a part of it.
 *
 * @param refresh the other page that it leads to after a few seconds at most
 * @param sheets style sheets of the same site
 * @param frames pages that it consists of: those of a frameset, or the frames of a page without any text
 */
record PageReferences(Optional<PageUrl> refresh, List<PageUrl> sheets, List<PageUrl> frames) {
    /** Characters of a page that are searched. */
    private static final int LOOKED_AT = 256 << 10;

    private static final int MOST_SHEETS = 3;
    private static final int MOST_FRAMES = 4;
    private static final int MOST_LOOKED_AT = 500;
    private static final int MOST_SECONDS = 30;
    private static final int LONGEST_RELATION = 100;

    /** HTML, "shared declarative refresh steps". */
    private static final TextPattern REFRESH = TextPattern.of(
            PageUrl.LONGEST + 50,
            "(?is)\\s*(\\d{1,5})?(?:\\.[\\d.]*)?\\s*[;,\\s]\\s*(?:url\\s*=\\s*)?(?:\"([^\"]*)\".*|'([^']*)'.*|[\"']?(.*))");

    /** Takes its time: belongs on a worker thread. */
    static PageReferences of(PageUrl page, String contentType, String html) {
        String beginning = html.substring(0, Math.min(html.length(), LOOKED_AT));
        Document document = PageTree.of(new FetchedPage(page.uri(), contentType, beginning, Instant.EPOCH));
        boolean isWhole = beginning.length() == html.length();
        return new PageReferences(
                refresh(document, page),
                few(MOST_SHEETS, sheets(document).filter(sheet -> sheet.site().equals(page.site()))),
                few(MOST_FRAMES, frames(document, isWhole).filter(frame -> !frame.equals(page))));
    }

    private static List<PageUrl> few(int most, Stream<PageUrl> urls) {
        return urls.distinct().limit(most).toList();
    }

    /** What a browser does without scripts alone ({@code noscript}) leads to pages that say only that. */
    private static Optional<PageUrl> refresh(Document document, PageUrl page) {
        return shown(document, "meta[http-equiv=refresh]")
                .flatMap(meta -> REFRESH.match(meta.attr("content")).stream())
                .filter(found -> seconds(found.group(1)) <= MOST_SECONDS)
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
                    List<String> kinds = Chars.words(Chars.lowerStart(link.attr("rel"), LONGEST_RELATION));
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
                .limit(MOST_LOOKED_AT)
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
