package dev.pressroom.page.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the declarations of style sheets with a scanner whose time is linear in the length of the text. */
public final class Styles {
    private static final int MAX_DECLARATIONS = 20_000;
    private static final int MAX_VALUE_CHARACTERS = 200;
    private static final int MAX_SELECTOR_CHARACTERS = 300;

    /** @param selector of the rule, in lower case; empty for a style attribute */
    public record Declaration(String selector, String property, String value) {}

    private Styles() {}

    /**
     * The declarations of the innermost rules, so conditions around them (media queries) are ignored; at most 20,000.
     */
    public static List<Declaration> ofSheet(String css) {
        List<Declaration> found = new ArrayList<>();
        String sheet = withoutComments(css);
        String selector = "";
        int begin = 0;
        boolean open = false;
        for (int i = 0; i < sheet.length() && found.size() < MAX_DECLARATIONS; i++) {
            switch (sheet.charAt(i)) {
                case '{' -> {
                    selector = cut(sheet, begin, i, MAX_SELECTOR_CHARACTERS);
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

    /** The declarations of a style attribute. */
    static List<Declaration> ofAttribute(String css) {
        List<Declaration> found = new ArrayList<>();
        addAll(found, "", withoutComments(css));
        return found;
    }

    private static void addAll(List<Declaration> found, String selector, String body) {
        int from = 0;
        while (from < body.length() && found.size() < MAX_DECLARATIONS) {
            int semicolon = body.indexOf(';', from);
            int end = semicolon < 0 ? body.length() : semicolon;
            int colon = colon(body, from, end);
            if (colon > from) {
                found.add(new Declaration(
                        selector,
                        cut(body, from, colon, MAX_VALUE_CHARACTERS),
                        cut(body, colon + 1, end, MAX_VALUE_CHARACTERS)));
            }
            from = end + 1;
        }
    }

    /** The index of the first colon before {@code end}; -1 when there is none. */
    private static int colon(String body, int from, int end) {
        for (int i = from; i < end; i++) {
            if (body.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static String cut(String text, int from, int to, int max) {
        return text.substring(from, Math.min(to, from + max)).strip().toLowerCase(Locale.ROOT);
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
