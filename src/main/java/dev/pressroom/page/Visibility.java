package dev.pressroom.page;

import dev.pressroom.base.TextPattern;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

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
    private static final TextPattern HIDING = TextPattern.of(
            LOOKED_AT,
            "(^|[;\\s])(display\\s*:\\s*none|visibility\\s*:\\s*hidden|opacity\\s*:\\s*0(\\.0+)?\\s*(;|$|!)"
                    + "|font-size\\s*:\\s*0(px|em|rem|pt|%)?\\s*(;|$|!))");

    private Visibility() {}

    static boolean isHidden(Element element) {
        return NEVER_TEXT.contains(element.normalName()) && !isOpenDialog(element)
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equalsIgnoreCase("true")
                || element.normalName().equals("input") && element.attr("type").equalsIgnoreCase("hidden")
                || isHiddenByStyle(element);
    }

    private static boolean isOpenDialog(Element element) {
        return element.normalName().equals("dialog") && element.hasAttr("open");
    }

    private static boolean isHiddenByStyle(Element element) {
        if (!element.hasAttr("style")) {
            return false;
        }
        String style = element.attr("style");
        return HIDING.isIn(
                style.substring(0, Math.min(style.length(), LOOKED_AT)).toLowerCase(Locale.ROOT));
    }
}
