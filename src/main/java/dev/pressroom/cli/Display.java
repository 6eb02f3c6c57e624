package dev.pressroom.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/** Shows a running job. Implementations are thread-safe. */
interface Display {
    void progress(Progress progress);

    /** Appends text to the article. */
    void article(String chunk);

    /** Shows a complete result that is data, such as JSON, without wrapping its lines. */
    void data(String text);

    /** The article starts again, empty. */
    void restart();

    /** Prints a line of the command itself, such as the result of the job. */
    void printLine(String line);

    /** Called once a second, to update the time left. */
    void tick();

    /** Restores the terminal. Afterwards only {@link #printLine} prints. */
    void close();

    /** @param withText whether the article goes to stdout when that is not a terminal */
    static Display on(CommandIo io, boolean withText) {
        return io.terminal().live()
                ? new LiveDisplay(io.out(), io.terminal(), io.sources().clock())
                : new PlainDisplay(withText ? io.out() : new PrintStream(OutputStream.nullOutputStream()), io.err());
    }
}
