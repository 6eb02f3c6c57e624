package dev.pressroom.cli;

import java.io.PrintStream;

/** Lines only, for files, pipes and logs: a line a step, and the article as it comes. */
final class PlainDisplay implements Display {
    private final PrintStream out;
    private String step = "";
    private boolean inLine;
    private boolean inArticle;

    PlainDisplay(PrintStream out) {
        this.out = out;
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
        if (!inArticle) {
            out.println();
            inArticle = true;
        }
        out.print(piece);
        out.flush();
        inLine = !piece.endsWith("\n");
    }

    @Override
    public synchronized void anew() {
        say("(The article begins anew.)");
    }

    @Override
    public synchronized void say(String line) {
        if (inLine) {
            out.println();
        }
        if (inArticle) {
            out.println();
        }
        inLine = false;
        inArticle = false;
        out.println(line);
    }

    @Override
    public synchronized void tick() {}

    @Override
    public synchronized void close() {}
}
