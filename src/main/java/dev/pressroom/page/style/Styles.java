package dev.pressroom.page.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The declarations of a page's style sheets, by a scanner that no style sheet can confuse into working long. */
public final class Styles {
    private static final int MOST = 20_000;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_SELECTOR = 300;

    /** @param selector of the rule, in lower case; empty for a style attribute */
    public record Declaration(String selector, String property, String value) {}

    private Styles() {}

    /** Of a style element: those of the innermost rules, so that conditions around them do not matter. */
    public static List<Declaration> ofSheet(String css) {
        List<Declaration> found = new ArrayList<>();
        String sheet = withoutComments(css);
        String selector = "";
        int begin = 0;
        boolean open = false;
        for (int i = 0; i < sheet.length() && found.size() < MOST; i++) {
            switch (sheet.charAt(i)) {
                case '{' -> {
                    selector = cut(sheet, begin, i, LONGEST_SELECTOR);
                    open = true;
                    begin = i + 1;
                }
                case '}' -> {
                    if (open) {
                        addAll(found, selector, sheet.substring(begin, i));
                    }
                    open = false;
                    begin = i + 1;
                }
                case ';' -> begin = open ? begin : i + 1;
                default -> {}
            }
        }
        return found;
    }

    /** Of a style attribute. */
    static List<Declaration> ofAttribute(String css) {
        List<Declaration> found = new ArrayList<>();
        addAll(found, "", withoutComments(css));
        return found;
    }

    private static void addAll(List<Declaration> found, String selector, String body) {
        int from = 0;
        while (from < body.length() && found.size() < MOST) {
            int semicolon = body.indexOf(';', from);
            int end = semicolon < 0 ? body.length() : semicolon;
            int colon = colon(body, from, end);
            if (colon > from) {
                found.add(new Declaration(
                        selector, cut(body, from, colon, LONGEST_VALUE), cut(body, colon + 1, end, LONGEST_VALUE)));
            }
            from = end + 1;
        }
    }

    /** The index of the first colon of a declaration; -1: it has none. Looks no further than its end. */
    private static int colon(String body, int from, int end) {
        for (int i = from; i < end; i++) {
            if (body.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static String cut(String text, int from, int to, int longest) {
        return text.substring(from, Math.min(to, from + longest)).strip().toLowerCase(Locale.ROOT);
    }

    private static String withoutComments(String css) {
        StringBuilder kept = new StringBuilder(css.length());
        int from = 0;
        while (from < css.length()) {
            int comment = css.indexOf("/*", from);
            if (comment < 0) {
                kept.append(css, from, css.length());
                break;
            }
            kept.append(css, from, comment);
            int end = css.indexOf("*/", comment + 2);
            from = end < 0 ? css.length() : end + 2;
        }
        return kept.toString();
    }
}
