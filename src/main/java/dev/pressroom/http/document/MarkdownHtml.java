package dev.pressroom.http.document;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** Markdown as an HTML fragment without scripts, styles, forms, frames and unsafe links. HTML in the Markdown is cleaned too. */
final class MarkdownHtml {
    /** Deeper nested quotations and lists are text. */
    private static final int MAX_NESTED_BLOCKS = 50;

    /** Deeper nested elements become siblings. */
    private static final int MAX_DEPTH = 200;

    /**
     * The renderer's time grows with the square of the length of a paragraph, or of lines without a blank one between. This is
     * the largest sum of these squares: one paragraph of 20,000 characters, or a mebibyte in paragraphs of 400.
     */
    private static final long MAX_SQUARES = 400_000_000;

    /** Relative links are kept; the parser needs some base to check their scheme. */
    private static final String BASE = "https://relative.invalid/";

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final org.commonmark.parser.Parser MARKDOWN = org.commonmark.parser.Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(MAX_NESTED_BLOCKS)
            .build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).sanitizeUrls(true).build();
    private static final Cleaner CLEANER = new Cleaner(Safelist.relaxed()
            .addTags("hr", "del", "s", "kbd", "figure", "figcaption")
            .addAttributes("ol", "start")
            .addAttributes("th", "align")
            .addAttributes("td", "align")
            .addEnforcedAttribute("a", "rel", "nofollow noopener noreferrer")
            .preserveRelativeLinks(true));

    private MarkdownHtml() {}

    /**
     * The fragment. Text with very long paragraphs or deep nesting, which the renderer cannot process in time, is returned
     * as preformatted text.
     *
     * @param imageUrl makes the URL of an image absolute
     */
    static Element of(String markdown, UnaryOperator<String> imageUrl) {
        Element body = clean(rendered(markdown));
        body.select("img").forEach(image -> image.attr("src", imageUrl.apply(image.attr("src"))));
        body.select("a[href]").forEach(link -> link.attr("href", imageUrl.apply(link.attr("href"))));
        return body;
    }

    private static String rendered(String markdown) {
        if (squares(markdown) > MAX_SQUARES) {
            return preformatted(markdown);
        }
        try {
            Node parsed = MARKDOWN.parse(markdown);
            return RENDERER.render(parsed);
        } catch (StackOverflowError tooDeep) {
            return preformatted(markdown);
        }
    }

    private static String preformatted(String markdown) {
        return "<pre>" + Entities.escape(markdown) + "</pre>";
    }

    /** The sum of the squares of the lengths of all parts between blank lines. */
    private static long squares(String markdown) {
        long sum = 0;
        long part = 0;
        boolean blank = true;
        for (int i = 0; i < markdown.length(); i++) {
            char c = markdown.charAt(i);
            part++;
            if (c != '\n' && c != '\r') {
                blank &= Character.isWhitespace(c);
            } else {
                if (blank) {
                    sum += part * part;
                    part = 0;
                }
                blank = true;
            }
        }
        return sum + part * part;
    }

    private static Element clean(String html) {
        Document dirty = Jsoup.parse(html, BASE, Parser.htmlParser().setMaxDepth(MAX_DEPTH));
        return CLEANER.clean(dirty).body();
    }
}
