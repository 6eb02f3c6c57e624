package dev.pressroom.logging;

/** Makes text harmless in a log: what comes from strangers must neither begin a line nor steer a terminal. */
final class LogEscaper {
    private LogEscaper() {}

    /** One line, with control characters written as escapes. */
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

    /** A field's value: in quotes where it would otherwise run into its neighbours. */
    static String value(Object value) {
        String text = line(String.valueOf(value));
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
    }

    /** Control characters, line separators, and those that turn the direction of writing around. */
    private static boolean isHarmful(int character) {
        return Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || character >= 0x202a && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069;
    }
}
