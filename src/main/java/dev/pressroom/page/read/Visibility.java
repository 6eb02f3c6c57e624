package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import java.util.Iterator;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Whether a visitor would see an element, as far as the page itself tells. */
final class Visibility {
    private static final int LOOKED_AT = 1000;
    private static final Set<String> NEVER_TEXT = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "canvas",
            "audio",
            "video",
            "map",
            "select",
            "datalist",
            "textarea",
            "head",
            "title",
            "noframes",
            "frameset",
            "dialog");
    /** Not {@code opacity} and {@code visibility}: sites hide what a script is to fade in, up to the whole page. */
    private static final TextPattern HIDING = TextPattern.of(
            LOOKED_AT, "(^|[;\\s])(display\\s*:\\s*none|font-size\\s*:\\s*0(px|em|rem|pt|%)?\\s*(;|$|!))");

    /** Names of dialogs, and of the copies that endless carousels make of their slides. */
    private static final TextPattern SHOWN_LATER =
            TextPattern.of(Regions.LONGEST_NAMES, "modal|dialog|popup|lightbox|offcanvas|clone|duplicate");

    private static final int MOST_NODES_OF_A_WRAPPER = 50;

    private Visibility() {}

    static boolean isHidden(Element element) {
        return NEVER_TEXT.contains(element.normalName()) && !isOpenDialog(element) && !isShadowRoot(element)
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equalsIgnoreCase("true") && !isWrapper(element)
                || element.normalName().equals("input") && element.attr("type").equalsIgnoreCase("hidden")
                || isHiddenByStyle(element);
    }

    private static boolean isOpenDialog(Element element) {
        return element.normalName().equals("dialog") && element.hasAttr("open");
    }

    /** A template whose content browsers show in its parent (HTML, declarative shadow DOM). */
    private static boolean isShadowRoot(Element element) {
        return element.normalName().equals("template")
                && (element.hasAttr("shadowrootmode") || element.hasAttr("shadowroot"));
    }

    /**
     * Whether an element that is hidden from screen readers holds a part of the page: an icon has no blocks. Sites set
     * the attribute on all content while a menu or a dialog is open, and often forget it there.
     */
    private static boolean isWrapper(Element element) {
        boolean shownLater = element.attr("role").endsWith("dialog") || SHOWN_LATER.isIn(Regions.names(element));
        return !shownLater && (element.isBlock() || holdsBlock(element));
    }

    private static boolean holdsBlock(Element element) {
        Iterator<Node> nodes = element.nodeStream().iterator();
        for (int count = 0; count <= MOST_NODES_OF_A_WRAPPER && nodes.hasNext(); count++) {
            if (nodes.next() instanceof Element inner && inner.isBlock()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHiddenByStyle(Element element) {
        return element.hasAttr("style") && HIDING.isIn(Chars.lowerStart(element.attr("style"), LOOKED_AT));
    }
}
