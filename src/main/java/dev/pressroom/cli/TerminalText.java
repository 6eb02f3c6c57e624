package dev.pressroom.cli;

import dev.pressroom.base.CleanText;
import java.util.stream.Collectors;

/** Keeps text that others wrote from steering the terminal. */
final class TerminalText {
    private TerminalText() {}

    /** Without control characters and marks of the writing direction, but for line breaks and tabs. */
    static String of(String text) {
        return CleanText.of(text);
    }

    /** The same on one line: a line break with the blanks around it becomes one space. */
    static String line(String text) {
        return of(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" ")));
    }
}
