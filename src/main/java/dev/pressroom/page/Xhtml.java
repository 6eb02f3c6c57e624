package dev.pressroom.page;

import java.util.Locale;
import java.util.Set;

/**
 * Writes XHTML so that a parser of HTML understands it: there {@code <script/>} and {@code <div/>} end where they begin,
 * while HTML reads the rest of the page as their content. One pass over the text.
 */
final class Xhtml {
    static final String TYPE = "application/xhtml+xml";

    /** Tags that are written anew, so that the text grows by a bounded length. */
    private static final int MOST_TAGS = 5000;

    private static final int LONGEST_NAME = 40;
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");

    private Xhtml() {}

    /** The same page with an end tag for each element that has none, except for those that never have one. */
    static String asHtml(String xhtml) {
        StringBuilder html = new StringBuilder(xhtml.length());
        int tags = 0;
        int kept = 0;
        int from = 0;
        while (tags < MOST_TAGS) {
            int open = xhtml.indexOf('<', from);
            if (open < 0) {
                break;
            }
            int end = endOfMarkup(xhtml, open);
            from = end;
            String name = name(xhtml, open + 1);
            boolean closesItself = end - 2 > open && xhtml.charAt(end - 2) == '/' && xhtml.charAt(end - 1) == '>';
            if (closesItself && !name.isEmpty() && !VOID.contains(name.toLowerCase(Locale.ROOT))) {
                html.append(xhtml, kept, end - 2).append("></").append(name).append('>');
                kept = end;
                tags++;
            }
        }
        return html.append(xhtml, kept, xhtml.length()).toString();
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

    /** Empty for what begins no element. */
    private static String name(String text, int from) {
        int to = from;
        while (to < text.length() && to - from <= LONGEST_NAME && isOfName(text.charAt(to))) {
            to++;
        }
        return to - from > LONGEST_NAME ? "" : text.substring(from, to);
    }

    private static boolean isOfName(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || c == '-' || c == ':' || c == '_';
    }
}
