package dev.pressroom.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Two rows at the bottom are drawn again and again: the row of the article that is being written, and the progress.
 * Rows that are full scroll up above them and stay.
 */
final class LiveDisplay implements Display {
    private static final int WIDEST = 100;
    private static final Duration MEASURE = Duration.ofSeconds(2);
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
    private Instant since;
    private Instant measured = Instant.MIN;
    private int columns;
    private boolean drawn;
    private boolean closed;

    LiveDisplay(PrintStream out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.line = new ProgressLine(terminal);
        this.since = clock.instant();
    }

    @Override
    public synchronized void progress(Progress now) {
        progress = now.step().isEmpty() ? new Progress(progress.step(), now.percent(), now.secondsLeft()) : now;
        since = clock.instant();
        draw(List.of());
    }

    @Override
    public synchronized void article(String piece) {
        draw(wrapping.add(piece, textColumns()));
    }

    @Override
    public synchronized void anew() {
        say("(The article begins anew.)");
    }

    @Override
    public synchronized void say(String text) {
        StringBuilder lines = new StringBuilder(erased());
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
        StringBuilder rest = new StringBuilder(erased());
        if (!wrapping.partial().isEmpty()) {
            rest.append(styled(wrapping.partial())).append('\n');
            wrapping.add("\n", WIDEST);
        }
        print(rest.append(SHOW_CURSOR));
    }

    private void draw(List<String> fullRows) {
        if (closed) {
            return;
        }
        StringBuilder screen = new StringBuilder(erased());
        fullRows.forEach(row -> screen.append(styled(row)).append('\n'));
        print(screen.append(bottom()));
    }

    private String erased() {
        String erasure = drawn ? CLEAR_ROW + CLEAR_ROW_ABOVE : "";
        drawn = false;
        return erasure;
    }

    private String bottom() {
        drawn = true;
        int seconds = (int) Duration.between(since, clock.instant()).toSeconds();
        return HIDE_CURSOR + wrapping.partial() + '\n' + line.draw(progress.later(seconds), columns() - 1);
    }

    private String styled(String row) {
        return row.startsWith("#") ? AnsiStyle.BOLD.on(row, terminal) : row;
    }

    private void print(CharSequence text) {
        out.print(text);
        out.flush();
    }

    private int textColumns() {
        return Math.min(WIDEST, columns() - 1);
    }

    /** Asking the terminal costs a process, so it is not asked for each row. */
    private int columns() {
        Instant now = clock.instant();
        if (measured == Instant.MIN || measured.plus(MEASURE).isBefore(now)) {
            columns = Math.max(10, terminal.columns().getAsInt());
            measured = now;
        }
        return columns;
    }
}
