package dev.pressroom.cli;

import java.util.stream.Collectors;

/** Keeps text that others wrote from steering the terminal. */
final class PlainText {
    private PlainText() {}

    /** Without control characters, but for line breaks and tabs. */
    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .chars()
                .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t')
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    /** The same on one line. */
    static String line(String text) {
        return of(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" ")));
    }
}
