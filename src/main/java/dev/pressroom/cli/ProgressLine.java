package dev.pressroom.cli;

import dev.pressroom.cli.io.Terminal;
import dev.pressroom.cli.io.TextWidth;

/** Renders the progress of a job as one row: step, bar, percent, time left. Without enough columns there is no bar. */
final class ProgressLine {
    private static final int MAX_BAR_COLUMNS = 30;
    private static final int MIN_BAR_COLUMNS = 8;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Terminal terminal;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @return at most {@code columns} wide, not counting colour codes */
    String render(Progress progress, int columns) {
        String percent = String.format("%3d%%", progress.percent());
        String left = progress.timeLeft().isEmpty() ? "" : "  " + progress.timeLeft();
        int besides = percent.length() + 3 + 2;
        int room = columns - besides - left.length() - TextWidth.of(progress.step());
        if (room < MIN_BAR_COLUMNS) {
            return TextWidth.cut(percent + " " + progress.step() + left, columns);
        }
        return terminal.bold(progress.step()) + "  " + bar(progress.percent(), Math.min(room, MAX_BAR_COLUMNS)) + " "
                + percent + terminal.dim(left);
    }

    private String bar(int percent, int width) {
        if (!terminal.blocks()) {
            int full = width * percent / 100;
            return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
        }
        int eighths = width * 8 * percent / 100;
        String filled = "█".repeat(eighths / 8);
        String part = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        String empty = " ".repeat(width - filled.length() - part.length());
        return "▕" + terminal.green(filled + part) + empty + "▏";
    }
}
