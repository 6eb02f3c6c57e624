package dev.pressroom.pipeline.content;

import dev.pressroom.picture.Placeholder;
import java.util.regex.Pattern;

/** The text of a Markdown article as its readers see it. */
final class Visible {
    private static final Pattern EMBED = Pattern.compile("\\[(?:TWEET|ARTICLE|VIDEO):\\d+]");
    private static final Pattern IMAGE = Pattern.compile("!\\[([^\\[\\]\\n]*)]\\([^()\\n]*\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]\\n]*)]\\([^()\\n]*\\)");
    private static final Pattern LINE_MARKS =
            Pattern.compile("(?m)^[ \\t]*(?:#{1,6}\\s+|[-*+]\\s+|\\d+\\.\\s+|>[ \\t]*)");
    private static final Pattern TABLE_RULE = Pattern.compile("(?m)^\\|[\\s|:-]+\\|?$");
    private static final Pattern MARKS = Pattern.compile("\\\\(?=\\p{Punct})|[*_`|]+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}'’.-]*");

    private Visible() {}

    static String text(String markdown) {
        String text =
                EMBED.matcher(Placeholder.replaced(markdown, placeholder -> "")).replaceAll("");
        text = IMAGE.matcher(text).replaceAll("");
        text = LINK.matcher(text).replaceAll("$1");
        text = TABLE_RULE.matcher(text).replaceAll("");
        text = LINE_MARKS.matcher(text).replaceAll("");
        return MARKS.matcher(text).replaceAll("");
    }

    static int words(String visibleText) {
        return (int) WORD.matcher(visibleText).results().count();
    }
}
