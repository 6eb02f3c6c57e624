package dev.pressroom.model.draw;

/** Cleans untrusted text for drawing, and estimates its width. */
final class Caption {
    static final String FONTS =
            "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif";

    /** Characters above which a text is cut. */
    private static final int MAX_CHARACTERS = 400;

    /** Maximum number of combining marks on one letter; more make it illegible. */
    private static final int MAX_MARKS = 4;

    /** Widths of space to tilde in DejaVu Sans Bold, in hundredths of the font size. Most other fonts are narrower. */
    private static final int[] ASCII_WIDTHS = {
        35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40,
        84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77,
        110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72,
        49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84
    };

    private Caption() {}

    /** One line of at most 400 characters, without invisible characters and those that XML 1.0 does not allow. */
    static String clean(String text) {
        StringBuilder line = new StringBuilder();
        int marks = 0;
        for (int i = 0; i < text.length() && line.length() < MAX_CHARACTERS; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            marks = isMark(point) ? marks + 1 : 0;
            boolean blank = isInvisible(point) || Character.isWhitespace(point);
            if (blank && !line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            } else if (!blank && marks <= MAX_MARKS) {
                line.appendCodePoint(point);
            }
        }
        return line.toString().strip() + (line.length() < MAX_CHARACTERS ? "" : "…");
    }

    /** Whether a text is written from right to left: by its first letter that has a direction (UAX 9, rule P2). */
    static boolean isRightToLeft(String text) {
        for (int i = 0; i < text.length(); i++) {
            byte direction = Character.getDirectionality(text.charAt(i));
            if (direction <= Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC && direction >= 0) {
                return direction != Character.DIRECTIONALITY_LEFT_TO_RIGHT;
            }
        }
        return false;
    }

    /** The estimated width in the unit of {@code size}, rather too wide: the fonts of the viewer are unknown. */
    static double width(String text, double size, boolean bold) {
        return text.codePoints().mapToDouble(Caption::width).sum() * size * (bold ? 1 : 0.92);
    }

    private static double width(int point) {
        if (point >= ' ' && point < ' ' + ASCII_WIDTHS.length) {
            return ASCII_WIDTHS[point - ' '] / 100.0;
        }
        boolean alphabet = point < 0x1100 && point != 0x2026;
        return isMark(point) || Character.getType(point) == Character.FORMAT ? 0 : alphabet ? 0.87 : 1.12;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069 || point == 0xfeff;
        };
    }
}
