package dev.pressroom.model.draw;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text broken into lines that fit.
 *
 * @param size of the font
 * @param complete whether all of it is there
 * @param torn whether a word had to be broken
 */
record TextBlock(List<String> lines, double size, boolean bold, boolean rightToLeft, boolean complete, boolean torn) {
    static final double LINE = 1.22;

    private static final double STEP = 0.94;

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /**
     * The largest size, from {@code largest} down to {@code smallest}, at which the text fits into the box. Words are
     * broken, and what does not fit is cut off, where nothing else helps.
     */
    static TextBlock fit(String text, double width, double height, double largest, double smallest, boolean bold) {
        for (double size = largest; size > smallest; size *= STEP) {
            TextBlock block = broken(text, width, linesIn(height, size), size, bold);
            if (block.isWhole()) {
                return block;
            }
        }
        for (double size = (largest + smallest) / 2; size > smallest; size *= STEP) {
            TextBlock block = broken(text, width, linesIn(height, size), size, bold);
            if (block.complete()) {
                return block;
            }
        }
        return broken(text, width, linesIn(height, smallest), smallest, bold);
    }

    /** So many lines of one size, whatever their height. */
    static TextBlock lines(String text, double width, int most, double size, boolean bold) {
        return broken(text, width, most, size, bold);
    }

    private static int linesIn(double height, double size) {
        return Math.max(1, (int) (height / (size * LINE)));
    }

    /** Whether it stands there as it was given. */
    boolean isWhole() {
        return complete && !torn;
    }

    double height() {
        return lines.size() * size * LINE;
    }

    double width() {
        return lines.stream()
                .mapToDouble(line -> Widths.of(line, size, bold))
                .max()
                .orElse(0);
    }

    private static TextBlock broken(String text, double width, int most, double size, boolean bold) {
        String words = Words.clean(text);
        List<String> lines = new ArrayList<>();
        boolean torn = false;
        String line = "";
        for (String piece : pieces(words)) {
            if (Widths.of((line + piece).stripTrailing(), size, bold) <= width) {
                line += piece;
                continue;
            }
            if (!line.isBlank()) {
                lines.add(line.strip());
            }
            line = piece;
            while (Widths.of(line.stripTrailing(), size, bold) > width && lines.size() <= most) {
                String head = head(line, width, size, bold);
                torn = true;
                lines.add(head);
                line = line.substring(head.length());
            }
            if (lines.size() > most) {
                break;
            }
        }
        if (!line.isBlank()) {
            lines.add(line.strip());
        }
        boolean fits = lines.size() <= most;
        List<String> kept = fits ? lines : cut(lines.subList(0, most), width, size, bold);
        return new TextBlock(List.copyOf(kept), size, bold, Words.isRightToLeft(words), fits, torn);
    }

    /** Where a line may end: after spaces and hyphens, between ideographs. */
    private static List<String> pieces(String text) {
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> pieces = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** As many characters, as people count them, as fit; at least one. */
    private static String head(String text, double width, double size, boolean bold) {
        int end = 0;
        for (MatchResult cluster : CLUSTER.matcher(text).results().toList()) {
            if (end > 0 && Widths.of(text.substring(0, cluster.end()), size, bold) > width) {
                break;
            }
            end = cluster.end();
        }
        return text.substring(0, end);
    }

    private static String withoutEndingMarks(String text) {
        int end = text.length();
        while (end > 0
                && (Character.isWhitespace(text.charAt(end - 1)) || ",;:.-–—".indexOf(text.charAt(end - 1)) >= 0)) {
            end--;
        }
        return text.substring(0, end);
    }

    private static List<String> cut(List<String> lines, double width, double size, boolean bold) {
        List<String> kept = new ArrayList<>(lines);
        String last = kept.remove(kept.size() - 1);
        kept.add(withoutEndingMarks(head(last, width - Widths.of("…", size, bold), size, bold)) + "…");
        return kept;
    }
}
