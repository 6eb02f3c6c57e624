package dev.pressroom.page.read;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** The visible words of one element, of which only so many are looked at: elements nest, and pages are hostile. */
final class ShortText implements NodeFilter {
    private static final int MOST_NODES = 300;

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private int nodes;

    private ShortText(int most) {
        this.most = most;
    }

    /** A clean line of at most {@code most} characters. */
    static String of(Element element, int most) {
        ShortText reader = new ShortText(most);
        element.filter(reader);
        return CleanLine.of(reader.text.toString(), most);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        nodes++;
        if (nodes > MOST_NODES || text.length() > 4 * most) {
            return FilterResult.STOP;
        }
        if (node instanceof TextNode words) {
            String whole = words.getWholeText();
            text.append(whole, 0, Math.min(whole.length(), 8 * most));
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
