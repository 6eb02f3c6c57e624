package dev.pressroom.pipeline.content;

import java.util.ArrayList;
import java.util.List;

/**
 * A link or an image in Markdown: {@code [label](target)} or {@code ![label](target)}, on one line and without brackets
 * in the label.
 *
 * @param start index of the first character, of the exclamation mark for an image
 * @param end index after the closing parenthesis
 * @param target up to the first white space, so without a title; may be empty
 */
record MarkdownLink(int start, int end, boolean image, String label, String target) {

    /** All links and images of a text, in order. Linear: reads each character at most twice. */
    static List<MarkdownLink> in(String text) {
        List<MarkdownLink> found = new ArrayList<>();
        int open = -1;
        int stop = -1;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '[' -> open = i;
                case '\n' -> open = -1;
                case ']' -> {
                    if (open >= 0 && i + 1 < text.length() && text.charAt(i + 1) == '(') {
                        stop = stop > i + 1 ? stop : endOfTarget(text, i + 2);
                        if (stop < text.length() && text.charAt(stop) == ')') {
                            found.add(link(text, open, i, stop));
                            i = stop;
                        }
                    }
                    open = -1;
                }
                default -> {}
            }
        }
        return found;
    }

    /** The index of the next closing parenthesis or line break. */
    private static int endOfTarget(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != ')' && text.charAt(i) != '\n') {
            i++;
        }
        return i;
    }

    private static MarkdownLink link(String text, int open, int close, int end) {
        boolean image = open > 0 && text.charAt(open - 1) == '!';
        int space = close + 2;
        while (space < end && !Character.isWhitespace(text.charAt(space))) {
            space++;
        }
        return new MarkdownLink(
                image ? open - 1 : open,
                end + 1,
                image,
                text.substring(open + 1, close),
                text.substring(close + 2, space));
    }
}
