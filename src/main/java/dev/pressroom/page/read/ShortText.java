package dev.pressroom.page.read;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** The visible text of one element. At most 300 nodes are read, since elements nest and a page is untrusted. */
final class ShortText implements NodeFilter {
    private static final int MAX_NODES = 300;

    private final StringBuilder text = new StringBuilder();
    private final int max;
    private int nodes;

    private ShortText(int max) {
        this.max = max;
    }

    /** A clean line of at most {@code max} characters. */
    static String of(Element element, int max) {
        ShortText reader = new ShortText(max);
        element.filter(reader);
        return CleanLine.of(reader.text.toString(), max);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        nodes++;
        if (nodes > MAX_NODES || text.length() > 4 * max) {
            return FilterResult.STOP;
        }
        if (node instanceof TextNode textNode) {
            String whole = textNode.getWholeText();
            text.append(whole, 0, Math.min(whole.length(), 8 * max));
        } else if (node instanceof Element element) {
            if (depth > 0 && Visibility.isHidden(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (element.isBlock() || element.normalName().equals("br")) {
                text.append(' ');
            }
        }
        return FilterResult.CONTINUE;
    }
}
