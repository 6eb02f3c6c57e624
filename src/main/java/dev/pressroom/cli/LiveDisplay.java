package dev.pressroom.cli;

import dev.pressroom.cli.io.Terminal;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Redraws two rows at the bottom: the unfinished row of the article, and the progress. Finished rows scroll up.
 *
 * <p>JLine was tried for this package: no word wrap, {@code Status} for one of the two rows, 0.3 to 0.5 MB more jar, and 0.6
 * to 1 s instead of 0.1 s until the width is known. It would replace about 70 of 340 lines, so this is our own.
 */
final class LiveDisplay implements Display {
    private static final int MAX_COLUMNS = 100;
    private static final Duration COLUMNS_TTL = Duration.ofSeconds(2);
    private static final String CLEAR_ROW = "\r\u001b[K";
    private static final String CLEAR_ROW_ABOVE = "\u001b[1A\u001b[K";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PrintStream out;
    private final Terminal terminal;
    private final Clock clock;
    private final ProgressLine line;
    private final Wrapping wrapping = new Wrapping();
    private Progress progress = new Progress("Starting", 0, OptionalInt.empty());
    private Instant updatedAt;
    private Instant columnsReadAt = Instant.MIN;
    private int columns;
    private boolean drawn;
    private boolean closed;

    LiveDisplay(PrintStream out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.line = new ProgressLine(terminal);
        this.updatedAt = clock.instant();
    }

    @Override
    public synchronized void progress(Progress update) {
        progress = update.step().isEmpty()
                ? new Progress(progress.step(), update.percent(), update.secondsLeft())
                : update;
        updatedAt = clock.instant();
        draw(List.of());
    }

    @Override
    public synchronized void article(String chunk) {
        draw(wrapping.add(chunk, textColumns()));
    }

    @Override
    public synchronized void data(String text) {
        printLine(text);
    }

    @Override
    public synchronized void restart() {
        printLine("(The article starts again.)");
    }

    @Override
    public synchronized void printLine(String text) {
        StringBuilder lines = new StringBuilder(eraseBottom());
        if (!wrapping.partial().isEmpty()) {
            lines.append(styled(wrapping.partial())).append('\n');
            wrapping.add("\n", textColumns());
        }
        lines.append(text).append('\n');
        if (!closed) {
            lines.append(bottom());
        }
        print(lines);
    }

    @Override
    public synchronized void tick() {
        draw(List.of());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        StringBuilder rest = new StringBuilder(eraseBottom());
        if (!wrapping.partial().isEmpty()) {
            rest.append(styled(wrapping.partial())).append('\n');
            wrapping.add("\n", MAX_COLUMNS);
        }
        print(rest.append(SHOW_CURSOR));
    }

    private void draw(List<String> fullRows) {
        if (closed) {
            return;
        }
        StringBuilder screen = new StringBuilder(eraseBottom());
        fullRows.forEach(row -> screen.append(styled(row)).append('\n'));
        print(screen.append(bottom()));
    }

    private String eraseBottom() {
        String codes = drawn ? CLEAR_ROW + CLEAR_ROW_ABOVE : "";
        drawn = false;
        return codes;
    }

    private String bottom() {
        drawn = true;
        int seconds = (int) Duration.between(updatedAt, clock.instant()).toSeconds();
        return HIDE_CURSOR + wrapping.partial() + '\n' + line.render(progress.later(seconds), columns() - 1);
    }

    private String styled(String row) {
        return row.startsWith("#") ? terminal.bold(row) : row;
    }

    private void print(CharSequence text) {
        out.print(text);
        out.flush();
    }

    private int textColumns() {
        return Math.min(MAX_COLUMNS, columns() - 1);
    }

    /** The width of the terminal, cached for COLUMNS_TTL because reading it starts a process. */
    private int columns() {
        Instant now = clock.instant();
        if (columnsReadAt == Instant.MIN || columnsReadAt.plus(COLUMNS_TTL).isBefore(now)) {
            columns = Math.max(10, terminal.columns().getAsInt());
            columnsReadAt = now;
        }
        return columns;
    }
}
