package dev.pressroom.pipeline.content;

import dev.pressroom.base.Chars;
import dev.pressroom.image.Placeholder;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a Markdown article as its readers see it. Linear: reads the article a fixed number of times. */
final class VisibleMarkdown {
    private static final List<String> EMBEDS = List.of("[TWEET:", "[ARTICLE:", "[VIDEO:");

    private VisibleMarkdown() {}

    static String text(String markdown) {
        String text = withoutEmbeds(Placeholder.replaced(markdown, placeholder -> ""));
        return withoutMarks(
                withoutLinks(text).lines().map(VisibleMarkdown::line).collect(Collectors.joining("\n")));
    }

    /** Counts words. A word starts with a letter or digit and may contain accents, apostrophes, dots and hyphens. */
    static int words(String visibleText) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < visibleText.length(); ) {
            int point = visibleText.codePointAt(i);
            i += Character.charCount(point);
            boolean startsWord = Chars.isWordChar(point);
            words += startsWord && !inWord ? 1 : 0;
            inWord = startsWord || inWord && continuesWord(point);
        }
        return words;
    }

    private static boolean continuesWord(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> "'’.-".indexOf(point) >= 0;
        };
    }

    private static String withoutEmbeds(String markdown) {
        StringBuilder text = new StringBuilder(markdown.length());
        int from = 0;
        for (int open = markdown.indexOf('['); open >= 0; open = markdown.indexOf('[', Math.max(from, open + 1))) {
            int end = endOfEmbed(markdown, open);
            if (end > open) {
                text.append(markdown, from, open);
                from = end;
            }
        }
        return text.append(markdown, from, markdown.length()).toString();
    }

    /** The index after the embed that starts at {@code open}; {@code open} when there is none. */
    private static int endOfEmbed(String markdown, int open) {
        for (String embed : EMBEDS) {
            if (markdown.startsWith(embed, open)) {
                int digits = open + embed.length();
                int end = afterDigits(markdown, digits);
                return end > digits && end < markdown.length() && markdown.charAt(end) == ']' ? end + 1 : open;
            }
        }
        return open;
    }

    private static int afterDigits(String text, int from) {
        int end = from;
        while (end < text.length() && Chars.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Removes images, and replaces links by their labels. */
    private static String withoutLinks(String markdown) {
        StringBuilder text = new StringBuilder(markdown.length());
        int from = 0;
        for (MarkdownLink link : MarkdownLink.in(markdown)) {
            text.append(markdown, from, link.start()).append(link.image() ? "" : link.label());
            from = link.end();
        }
        return text.append(markdown, from, markdown.length()).toString();
    }

    /** Removes the marker of a heading, list item or quotation; the delimiter row of a table becomes empty. */
    private static String line(String line) {
        boolean isTableDelimiter = line.length() > 1
                && line.charAt(0) == '|'
                && line.chars().allMatch(c -> c == '|' || c == ':' || c == '-' || Character.isWhitespace(c));
        return isTableDelimiter ? "" : line.substring(afterMark(line));
    }

    private static int afterMark(String line) {
        int start = 0;
        while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        if (start == line.length()) {
            return 0;
        }
        int end = start + 1;
        switch (line.charAt(start)) {
            case '>' -> {
                return afterBlanks(line, end);
            }
            case '#' -> {
                while (end < line.length() && line.charAt(end) == '#') {
                    end++;
                }
                end = end - start > 6 ? start : end;
            }
            case '-', '*', '+' -> {}
            default -> {
                int digits = afterDigits(line, start);
                end = digits > start && digits < line.length() && line.charAt(digits) == '.' ? digits + 1 : start;
            }
        }
        boolean spaced = end == line.length() || Character.isWhitespace(line.charAt(end));
        return end > start && spaced ? afterBlanks(line, end) : 0;
    }

    private static int afterBlanks(String line, int from) {
        int end = from;
        while (end < line.length() && Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Removes emphasis, code marks, table bars, and the backslashes of escapes. */
    private static String withoutMarks(String lines) {
        StringBuilder text = new StringBuilder(lines.length());
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            boolean escape = c == '\\' && i + 1 < lines.length() && Chars.isPunctuation(lines.charAt(i + 1));
            if (!escape && "*_`|".indexOf(c) < 0) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
