package dev.pressroom.page;

import java.util.Locale;
import java.util.Set;

/**
 * Rewrites XHTML for an HTML parser: {@code <script/>} and {@code <div/>} are complete elements in XHTML, while HTML
 * would read the rest of the page as their content. One pass over the text.
 */
final class Xhtml {
    static final String TYPE = "application/xhtml+xml";

    /** Maximum number of rewritten tags, which bounds the growth of the text. */
    private static final int MAX_TAGS = 5000;

    private static final int MAX_NAME_CHARACTERS = 40;
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");

    private Xhtml() {}

    /** The same page with an end tag for each self-closing element, except for void elements. */
    static String asHtml(String xhtml) {
        StringBuilder html = new StringBuilder(xhtml.length());
        int tags = 0;
        int copied = 0;
        int from = 0;
        while (tags < MAX_TAGS) {
            int open = xhtml.indexOf('<', from);
            if (open < 0) {
                break;
            }
            int end = endOfMarkup(xhtml, open);
            from = end;
            String name = name(xhtml, open + 1);
            boolean closesItself = end - 2 > open && xhtml.charAt(end - 2) == '/' && xhtml.charAt(end - 1) == '>';
            if (closesItself && !name.isEmpty() && !VOID.contains(name.toLowerCase(Locale.ROOT))) {
                html.append(xhtml, copied, end - 2).append("></").append(name).append('>');
                copied = end;
                tags++;
            }
        }
        return html.append(xhtml, copied, xhtml.length()).toString();
    }

    /** The index after a tag, a comment or a CDATA section. */
    private static int endOfMarkup(String text, int open) {
        if (text.startsWith("<!--", open)) {
            return after("-->", text, open + 4);
        }
        if (text.startsWith("<![CDATA[", open)) {
            return after("]]>", text, open + 9);
        }
        char quote = 0;
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int after(String end, String text, int from) {
        int at = text.indexOf(end, from);
        return at < 0 ? text.length() : at + end.length();
    }

    /** The element name at an index; empty when there is none or it is too long. */
    private static String name(String text, int from) {
        int to = from;
        while (to < text.length() && to - from <= MAX_NAME_CHARACTERS && isNameCharacter(text.charAt(to))) {
            to++;
        }
        return to - from > MAX_NAME_CHARACTERS ? "" : text.substring(from, to);
    }

    private static boolean isNameCharacter(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || c == '-' || c == ':' || c == '_';
    }
}
