package dev.pressroom.logging;

/** Escapes untrusted text for the log, so that it can neither begin a new line nor control a terminal. */
final class LogEscaper {
    private LogEscaper() {}

    /** The text on one line, with control characters as escapes such as {@code \\u001b}. */
    static String line(String text) {
        if (text.chars().noneMatch(LogEscaper::isHarmful)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (isHarmful(character)) {
                        safe.append(String.format("\\u%04x", character));
                    } else {
                        safe.appendCodePoint(character);
                    }
                }
            }
        });
        return safe.toString();
    }

    /** The value of a field, in quotes when it is empty or contains a space, a quote or an equals sign. */
    static String value(Object value) {
        String text = line(String.valueOf(value));
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
    }

    /** Control characters, line and paragraph separators, and bidirectional formatting characters. */
    private static boolean isHarmful(int character) {
        return Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || character >= 0x202a && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069;
    }
}
