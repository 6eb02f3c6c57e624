package dev.pressroom.page.read;

/** A stranger's words made fit to be stored and shown: one line, bounded, without characters that only deceive. */
final class CleanLine {
    private CleanLine() {}

    /** Without control and invisible characters, runs of white space made one space, cut at {@code most} characters. */
    static String of(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most));
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isSpace(point)) {
                space = !line.isEmpty();
            } else if (isShown(point)) {
                int length = Character.charCount(point) + (space ? 1 : 0);
                if (line.length() + length > most) {
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

    /** Directions that can be overridden, and joints without width, are how text pretends to be other text. */
    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> point == 0x200C || point == 0x200D;
            default -> true;
        };
    }
}
