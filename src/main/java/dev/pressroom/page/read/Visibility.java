package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import java.util.Iterator;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Decides whether a visitor would see an element, judging by the HTML alone. */
final class Visibility {
    private static final int MAX_STYLE_CHARACTERS = 1000;
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
    /**
     * Not {@code opacity} and {@code visibility}: sites use these for content, up to the whole page, that a script
     * fades in.
     */
    private static final TextPattern HIDING = TextPattern.of(
            MAX_STYLE_CHARACTERS, "(^|[;\\s])(display\\s*:\\s*none|font-size\\s*:\\s*0(px|em|rem|pt|%)?\\s*(;|$|!))");

    /** Names of dialogs, and of the copies of slides in endless carousels. */
    private static final TextPattern HIDDEN_WIDGET =
            TextPattern.of(Regions.MAX_NAMES_CHARACTERS, "modal|dialog|popup|lightbox|offcanvas|clone|duplicate");

    private static final int MAX_WRAPPER_NODES = 50;

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
     * Whether an element with {@code aria-hidden} is content nevertheless: it contains blocks, unlike an icon. Sites
     * set the attribute on all content while a menu or a dialog is open, and often leave it there.
     */
    private static boolean isWrapper(Element element) {
        boolean isHiddenWidget = element.attr("role").endsWith("dialog") || HIDDEN_WIDGET.isIn(Regions.names(element));
        return !isHiddenWidget && (element.isBlock() || holdsBlock(element));
    }

    private static boolean holdsBlock(Element element) {
        Iterator<Node> nodes = element.nodeStream().iterator();
        for (int count = 0; count <= MAX_WRAPPER_NODES && nodes.hasNext(); count++) {
            if (nodes.next() instanceof Element inner && inner.isBlock()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHiddenByStyle(Element element) {
        return element.hasAttr("style") && HIDING.isIn(Chars.lowerStart(element.attr("style"), MAX_STYLE_CHARACTERS));
    }
}
