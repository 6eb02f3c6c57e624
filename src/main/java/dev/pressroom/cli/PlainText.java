package dev.pressroom.cli;

import dev.pressroom.base.CleanText;

/** Keeps text that others wrote from steering the terminal. */
final class PlainText {
    private PlainText() {}

    /** Without control characters and marks of the writing direction, but for line breaks and tabs. */
    static String of(String text) {
        return CleanText.of(text);
    }

    /** The same on one line: a line break with the blanks around it becomes one space. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (String part : text.replace('\r', '\n').split("\n")) {
            String words = CleanText.of(part).strip();
            line.append(line.isEmpty() || words.isEmpty() ? "" : " ").append(words);
        }
        return line.toString();
    }
}
