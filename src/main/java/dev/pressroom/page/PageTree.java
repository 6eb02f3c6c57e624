package dev.pressroom.page;

import java.util.Iterator;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/** Parses HTML into a tree of bounded size; the rest of a page with more nodes is left out. */
public final class PageTree {
    /** Maximum number of elements. Short tags can create many, since formatting elements are reopened in each block. */
    static final int MAX_ELEMENTS = 50_000;

    /** Maximum number of tags and comments; comments are nodes too. */
    static final int MAX_MARKUP = 200_000;

    /** Deeper nesting is flattened, so that walking the tree stays linear in the length of the page. */
    private static final int MAX_DEPTH = 256;

    /** Upper bound for the memory of a tree: about 200 bytes for each element, text and comment. */
    private static final long MAX_TREE_BYTES = 40 << 20;

    /** Measured: 42 bytes for each character of a page that consists of {@code <b>} only. */
    private static final int BYTES_PER_CHARACTER = 40;

    private PageTree() {}

    /** Parses a page; the base URI of the document is the URL of the page. */
    public static Document of(FetchedPage page) {
        StreamParser parser = new StreamParser(Parser.htmlParser().setMaxDepth(MAX_DEPTH))
                .parse(beginning(html(page)), page.url().toString());
        Iterator<Element> elements = parser.iterator();
        for (int count = 1; elements.hasNext(); count++) {
            elements.next();
            if (count == MAX_ELEMENTS) {
                parser.stop();
                break;
            }
        }
        return parser.document();
    }

    /** Estimated bytes of memory for a page with that many characters and its tree. */
    public static long bytes(long characters) {
        return 2 * characters + Math.min(MAX_TREE_BYTES, BYTES_PER_CHARACTER * characters);
    }

    private static String html(FetchedPage page) {
        return page.contentType().equals(Xhtml.TYPE) ? Xhtml.asHtml(page.html()) : page.html();
    }

    private static String beginning(String html) {
        int markup = 0;
        for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
            if (++markup > MAX_MARKUP) {
                return html.substring(0, i);
            }
        }
        return html;
    }
}
