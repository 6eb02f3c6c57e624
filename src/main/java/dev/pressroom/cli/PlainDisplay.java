package dev.pressroom.cli;

import java.io.PrintStream;

/**
 * For files, pipes and logs. The output is the article and nothing else, written when it is complete, since a retry may
 * begin it anew; progress, a line a step, goes to the messages.
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
            say(String.format("[%3d%%] %s", progress.percent(), step)
                    + (progress.timeLeft().isEmpty() ? "" : ", " + progress.timeLeft()));
        }
    }

    @Override
    public synchronized void article(String piece) {
        article.append(piece);
    }

    @Override
    public synchronized void anew() {
        article.setLength(0);
        say("(The article begins anew.)");
    }

    @Override
    public synchronized void say(String line) {
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
