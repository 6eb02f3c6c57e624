package dev.pressroom.page.read;

import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.MediaType;
import dev.pressroom.page.Page;
import dev.pressroom.page.PageTree;
import dev.pressroom.page.style.BrandColorReader;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads what a page shows in frames, or for browsers without frames. */
final class FrameReader {
    private static final int MOST_TEXT = 12_000;
    private static final int MOST_HEADINGS = 60;
    private static final int MOST_CTAS = 30;
    private static final int MOST_LINKS = 60;

    private FrameReader() {}

    /** The page with the content of its frames after its own; of one whose frames say nothing, with its {@code noframes}. */
    static Page added(Page page, Document document, List<FetchedPage> frames) {
        Page all = page;
        for (FetchedPage frame : frames) {
            all = all.text().length() < MOST_TEXT ? joined(all, frame) : all;
        }
        Element instead = document.selectFirst("noframes");
        if (!all.text().isEmpty() || instead == null) {
            return all;
        }
        String html = instead.wholeText() + instead.data();
        return joined(all, new FetchedPage(page.url(), MediaType.HTML, html, Instant.EPOCH));
    }

    private static Page joined(Page page, FetchedPage frame) {
        Document document = PageTree.of(frame);
        List<String> sheets =
                document.select("style").stream().map(Element::data).toList();
        PageWalk walk = PageWalk.over(document, sheets, new PageLinks(frame.url()));
        StructuredData data = StructuredData.of(document);
        PageHead head = PageHead.of(document, data);
        Page.BrandColors colors = page.brandColors().equals(Page.BrandColors.NONE)
                ? BrandColorReader.read(document, sheets)
                : page.brandColors();
        String text = page.text().isEmpty() ? walk.text() : (page.text() + "\n" + walk.text()).strip();
        return new Page(
                page.url(),
                page.title().isEmpty() ? head.title() : page.title(),
                page.siteName().isEmpty() ? head.siteName() : page.siteName(),
                page.metaDescription().isEmpty() ? head.description() : page.metaDescription(),
                page.language().isEmpty() ? head.language() : page.language(),
                joined(MOST_HEADINGS, page.headings(), walk.headings()),
                joined(MOST_CTAS, page.ctas(), walk.ctas()),
                colors,
                text.substring(0, Math.min(MOST_TEXT, text.length())),
                joined(MOST_LINKS, page.links(), walk.links()),
                joined(JsonLdReader.MOST_THINGS, page.things(), data.facts()));
    }

    private static <T> List<T> joined(int most, List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream())
                .distinct()
                .limit(most)
                .toList();
    }
}
