package dev.pressroom.cli.io;

import dev.pressroom.base.CleanText;
import java.util.stream.Collectors;

/** Makes text of users and models safe to print: no control sequences. */
public final class TerminalText {
    private TerminalText() {}

    /** Without control characters and bidirectional marks, except line breaks and tabs. */
    public static String of(String text) {
        return CleanText.of(text);
    }

    /** The same on one line: line breaks and the blanks around them become one space. */
    public static String line(String text) {
        return of(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" ")));
    }
}
