package dev.pressroom.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/** Where a running job is shown. Safe to use from any thread. */
interface Display {
    void progress(Progress progress);

    /** More of the article. */
    void article(String piece);

    /** The article begins anew. */
    void anew();

    /** A line of our own, such as what became of the job. */
    void say(String line);

    /** Called now and then, so that time passes on the display too. */
    void tick();

    /** Leaves the screen as one expects it; nothing is shown afterwards but what {@link #say} says. */
    void close();

    /** @param withText whether the text goes to stdout where that is no terminal */
    static Display on(CommandIo shell, boolean withText) {
        return shell.terminal().live()
                ? new LiveDisplay(shell.out(), shell.terminal(), shell.sources().clock())
                : new PlainDisplay(
                        withText ? shell.out() : new PrintStream(OutputStream.nullOutputStream()), shell.err());
    }
}
