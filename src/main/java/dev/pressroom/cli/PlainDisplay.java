package dev.pressroom.cli;

import java.io.PrintStream;

/**
 * For files, pipes and logs. {@code out} gets only the complete article at the end, because a retry can start it again;
 * {@code err} gets a line per step.
 */
final class PlainDisplay implements Display {
    private final PrintStream out;
    private final PrintStream err;
    private final StringBuilder article = new StringBuilder();
    private String step = "";

    PlainDisplay(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void progress(Progress progress) {
        if (!progress.step().isEmpty() && !progress.step().equals(step)) {
            step = progress.step();
            printLine(String.format("[%3d%%] %s", progress.percent(), step)
                    + (progress.timeLeft().isEmpty() ? "" : ", " + progress.timeLeft()));
        }
    }

    @Override
    public synchronized void article(String chunk) {
        article.append(chunk);
    }

    @Override
    public synchronized void data(String text) {
        article(text);
    }

    @Override
    public synchronized void restart() {
        article.setLength(0);
        printLine("(The article starts again.)");
    }

    @Override
    public synchronized void printLine(String line) {
        if (!line.isEmpty()) {
            err.println(line);
        }
    }

    @Override
    public synchronized void tick() {}

    @Override
    public synchronized void close() {
        if (!article.isEmpty()) {
            out.println(article.toString().stripTrailing());
            article.setLength(0);
        }
    }
}
