package dev.pressroom.model.demo;

import java.util.regex.Pattern;

/** Turns what people type into words that can stand in a Markdown sentence without acting as markup. */
final class Plain {
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]]*)]\\([^()]*\\)");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\u200d]]+|\\p{Cs}");
    private static final Pattern MARKS = Pattern.compile("[*_`~#|\\\\]+");
    private static final Pattern EDGES = Pattern.compile("^[\\s>\\-+=]+|[\\s\\-+=]+$");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#|~]");
    private static final Pattern UNSAFE_IN_PLACEHOLDER = Pattern.compile("[\\[\\]|:\\n]+");

    private Plain() {}

    /** The words of {@code text} in one line, without HTML tags and without the usual Markdown marks. */
    static String words(String text) {
        String line = UNSEEN.matcher(text).replaceAll(" ");
        line = LINK.matcher(line).replaceAll("$1");
        line = TAG.matcher(line).replaceAll(" ");
        line = MARKS.matcher(line).replaceAll(" ");
        line = line.replaceAll("\\s+", " ").strip();
        return EDGES.matcher(line).replaceAll("").strip();
    }

    /** {@code text} with every character escaped that could start markup. */
    static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /** Words fit for a field of an image or chart placeholder, at most {@code limit} characters. */
    static String forPlaceholder(String text, int limit) {
        String safe = UNSAFE_IN_PLACEHOLDER.matcher(words(text)).replaceAll(" ").replaceAll(" +", " ");
        return cut(safe.strip(), limit);
    }

    /** At most {@code limit} characters, ending at a word where that is possible. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int space = text.lastIndexOf(' ', limit);
        int end = space > limit / 2 ? space : limit;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).replaceAll("[\\s,;:.\\-–—]+$", "");
    }
}
