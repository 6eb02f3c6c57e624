package dev.pressroom.page;

import java.util.Iterator;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/** The tree of a page, bounded while it is parsed: of a page with more nodes the beginning. */
public final class PageTree {
    /** One short tag can stand for many elements, since formatting is opened anew in each block. */
    static final int MOST_ELEMENTS = 50_000;

    /** Tags and comments, of which also the comments are nodes. */
    static final int MOST_MARKUP = 200_000;

    /** Deeper nesting is flattened: no page needs it, and walking it must not cost more than the page is long. */
    private static final int DEEPEST = 256;

    /** What a tree takes at most: about 200 bytes for each element, text and comment. */
    private static final long MOST_BYTES = 40 << 20;

    /** Measured: 42 bytes for each character of a page that is nothing but {@code <b>}. */
    private static final int BYTES_PER_CHARACTER = 40;

    private PageTree() {}

    public static Document of(FetchedPage page) {
        StreamParser parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEEPEST))
                .parse(withoutRest(html(page)), page.url().toString());
        Iterator<Element> elements = parser.iterator();
        for (int count = 1; elements.hasNext(); count++) {
            elements.next();
            if (count == MOST_ELEMENTS) {
                parser.stop();
                break;
            }
        }
        return parser.document();
    }

    /** The memory of the tree of a page with so many characters, and of the page itself. */
    public static long bytes(long characters) {
        return 2 * characters + Math.min(MOST_BYTES, BYTES_PER_CHARACTER * characters);
    }

    private static String html(FetchedPage page) {
        return page.contentType().equals(Xhtml.TYPE) ? Xhtml.asHtml(page.html()) : page.html();
    }

    private static String withoutRest(String html) {
        int markup = 0;
        for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
            if (++markup > MOST_MARKUP) {
                return html.substring(0, i);
            }
        }
        return html;
    }
}
