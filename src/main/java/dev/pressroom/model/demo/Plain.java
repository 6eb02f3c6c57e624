package dev.pressroom.model.demo;

/** Turns what people type into words that can stand in a Markdown sentence without acting as markup. */
final class Plain {
    private static final LimitedPattern TAG = LimitedPattern.compile("<[^<>]{0,200}>");
    private static final LimitedPattern LINK = LimitedPattern.compile("!?\\[([^\\[\\]]*)]\\([^()]*\\)");
    private static final LimitedPattern UNSEEN = LimitedPattern.compile("[\\p{Cc}\\p{Cf}&&[^\\u200d]]+|\\p{Cs}");
    private static final LimitedPattern MARKS = LimitedPattern.compile("[*_`~#|\\\\]+");
    private static final LimitedPattern EDGES = LimitedPattern.compile("^[\\s>\\-+=]+|[\\s\\-+=]+$");
    private static final LimitedPattern SPECIAL = LimitedPattern.compile("[\\\\`*_\\[\\]<>#|~]");
    private static final LimitedPattern UNSAFE_IN_PLACEHOLDER = LimitedPattern.compile("[\\[\\]|:\\n]+");

    private Plain() {}

    /** The words of {@code text} in one line, without HTML tags and without the usual Markdown marks. */
    static String words(String text) {
        String line = UNSEEN.matcher(text).replaceAll(" ");
        line = LINK.matcher(line).replaceAll("$1");
        line = TAG.matcher(line).replaceAll(" ");
        line = MARKS.matcher(line).replaceAll(" ");
        line = LimitedPattern.replaceAll(line, "\\s+", " ").strip();
        return EDGES.matcher(line).replaceAll("").strip();
    }

    /** {@code text} with every character escaped that could start markup. */
    static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /** Words fit for a field of an image or chart placeholder, at most {@code limit} characters. */
    static String forPlaceholder(String text, int limit) {
        String safe = LimitedPattern.replaceAll(
                UNSAFE_IN_PLACEHOLDER.matcher(words(text)).replaceAll(" "), " +", " ");
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
        return LimitedPattern.replaceAll(text.substring(0, end), "[\\s,;:.\\-–—]+$", "");
    }
}
