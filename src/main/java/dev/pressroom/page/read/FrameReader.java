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

/** Adds the content of frames to a page. */
final class FrameReader {
    private static final int MAX_TEXT_CHARACTERS = 12_000;
    private static final int MAX_HEADINGS = 60;
    private static final int MAX_CTAS = 30;
    private static final int MAX_LINKS = 60;

    private FrameReader() {}

    /**
     * The page with the content of its frames appended; when there is no text at all, with the content of its {@code
     * noframes} element.
     */
    static Page withFrames(Page page, Document document, List<FetchedPage> frames) {
        Page all = page;
        for (FetchedPage frame : frames) {
            all = all.text().length() < MAX_TEXT_CHARACTERS ? append(all, frame) : all;
        }
        Element noFrames = document.selectFirst("noframes");
        if (!all.text().isEmpty() || noFrames == null) {
            return all;
        }
        String html = noFrames.wholeText() + noFrames.data();
        return append(all, new FetchedPage(page.url(), MediaType.HTML, html, Instant.EPOCH));
    }

    private static Page append(Page page, FetchedPage frame) {
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
                append(MAX_HEADINGS, page.headings(), walk.headings()),
                append(MAX_CTAS, page.ctas(), walk.ctas()),
                colors,
                text.substring(0, Math.min(MAX_TEXT_CHARACTERS, text.length())),
                append(MAX_LINKS, page.links(), walk.links()),
                append(JsonLdReader.MAX_THINGS, page.things(), data.facts()));
    }

    private static <T> List<T> append(int max, List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream())
                .distinct()
                .limit(max)
                .toList();
    }
}
