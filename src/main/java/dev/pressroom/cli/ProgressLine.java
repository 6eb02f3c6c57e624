package dev.pressroom.cli;

/** Draws the progress of a job as one row: step, bar, percent, time left, in that order of importance from the right. */
final class ProgressLine {
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Terminal terminal;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** At most {@code columns} wide, colours not counted. */
    String draw(Progress progress, int columns) {
        String percent = String.format("%3d%%", progress.percent());
        String left = progress.timeLeft().isEmpty() ? "" : "  " + progress.timeLeft();
        int besides = percent.length() + 3 + 2;
        int room = columns - besides - left.length() - TextWidth.of(progress.step());
        if (room < NARROWEST_BAR) {
            return TextWidth.cut(percent + " " + progress.step() + left, columns);
        }
        return AnsiStyle.BOLD.on(progress.step(), terminal) + "  " + bar(progress.percent(), Math.min(room, WIDEST_BAR))
                + " " + percent + AnsiStyle.DIM.on(left, terminal);
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
        return "▕" + AnsiStyle.GREEN.on(filled + part, terminal) + empty + "▏";
    }
}
