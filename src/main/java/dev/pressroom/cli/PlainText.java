package dev.pressroom.cli;

import java.util.regex.Pattern;

/** Keeps text that others wrote from steering the terminal. */
final class PlainText {
    private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f&&[^\\n\\t]]");
    private static final Pattern BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");

    private PlainText() {}

    /** Without control characters, but for line breaks and tabs. */
    static String of(String text) {
        return STEERING.matcher(text.replace("\r\n", "\n")).replaceAll("");
    }

    /** The same on one line. */
    static String line(String text) {
        return of(BREAKS.matcher(text).replaceAll(" "));
    }
}
