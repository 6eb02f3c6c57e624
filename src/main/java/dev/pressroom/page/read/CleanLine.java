package dev.pressroom.page.read;

/** Cleans untrusted text into one line that is safe to store and show. */
final class CleanLine {
    private CleanLine() {}

    /**
     * Removes control and invisible characters, collapses white space to single spaces, and cuts at {@code max}
     * characters.
     */
    static String of(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isSpace(point)) {
                space = !line.isEmpty();
            } else if (isShown(point)) {
                int length = Character.charCount(point) + (space ? 1 : 0);
                if (line.length() + length > max) {
                    break;
                }
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.appendCodePoint(point);
            }
        }
        return line.toString();
    }

    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    /**
     * Overrides of the text direction and zero-width characters can disguise a text; only the two zero-width joiners
     * that scripts need are kept.
     */
    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> point == 0x200C || point == 0x200D;
            default -> true;
        };
    }
}
