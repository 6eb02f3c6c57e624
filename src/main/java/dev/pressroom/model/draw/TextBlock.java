package dev.pressroom.model.draw;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text wrapped into lines of limited width.
 *
 * @param size font size
 * @param whole whether the text is complete and no word was broken
 */
record TextBlock(List<String> lines, double size, boolean bold, boolean whole) {
    static final double LINE_HEIGHT = 1.22;
    private static final double SIZE_STEP = 0.93;
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** The largest size, from {@code largest} down to {@code smallest}, at which the text fits; cut where none does. */
    static TextBlock fit(String text, double width, double height, double largest, double smallest) {
        TextBlock block = lines(text, width, linesIn(height, largest), largest, true);
        for (double size = largest * SIZE_STEP; !block.whole && size > smallest; size *= SIZE_STEP) {
            block = lines(text, width, linesIn(height, size), size, true);
        }
        return block;
    }

    /** At most {@code maxLines} lines at one font size; the rest is cut with an ellipsis. */
    static TextBlock lines(String text, double width, int maxLines, double size, boolean bold) {
        String rest = Caption.clean(text);
        List<String> lines = new ArrayList<>();
        boolean whole = true;
        while (!rest.isEmpty() && lines.size() < maxLines) {
            int end = end(rest, width, size, bold, wordEnds(rest));
            if (end == 0) {
                whole = false;
                end = Math.max(clusterEnds(rest).get(0), end(rest, width, size, bold, clusterEnds(rest)));
            }
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            String last = lines.get(maxLines - 1);
            int end = end(last, width - Caption.width("…", size, bold), size, bold, clusterEnds(last));
            lines.set(maxLines - 1, last.substring(0, end).strip() + "…");
        }
        return new TextBlock(List.copyOf(lines), size, bold, whole && rest.isEmpty());
    }

    double height() {
        return lines.size() * size * LINE_HEIGHT;
    }

    double width() {
        return lines.stream()
                .mapToDouble(line -> Caption.width(line, size, bold))
                .max()
                .orElse(0);
    }

    boolean rightToLeft() {
        return Caption.isRightToLeft(String.join(" ", lines));
    }

    private static int linesIn(double height, double size) {
        return Math.max(1, (int) (height / (size * LINE_HEIGHT)));
    }

    /** The last of the positions up to which the text fits into the width; 0 when there is none. */
    private static int end(String text, double width, double size, boolean bold, List<Integer> positions) {
        int end = 0;
        for (int position : positions) {
            if (Caption.width(text.substring(0, position).stripTrailing(), size, bold) > width) {
                return end;
            }
            end = position;
        }
        return end;
    }

    /** The positions where a line may end: after spaces and hyphens, between ideographs. */
    private static List<Integer> wordEnds(String text) {
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        List<Integer> ends = new ArrayList<>();
        for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
            ends.add(next);
        }
        return ends;
    }

    /** The position after each grapheme cluster. */
    private static List<Integer> clusterEnds(String text) {
        return CLUSTER.matcher(text).results().map(MatchResult::end).toList();
    }
}
